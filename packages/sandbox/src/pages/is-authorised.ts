import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Whether the request bears the token. */
export function isAuthorised(request: IncomingMessage, token: string): boolean {
  const [given, wanted] = [request.headers.authorization ?? '', `Bearer ${token}`].map((text) =>
    createHash('sha256').update(text).digest(),
  );
  return given !== undefined && wanted !== undefined && token !== '' && timingSafeEqual(given, wanted);
}
