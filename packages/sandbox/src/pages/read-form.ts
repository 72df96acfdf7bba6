import type { IncomingMessage } from 'node:http';

const LARGEST_FORM = 1_000_000;

/** The form that a request sends, or undefined where it is none; no body at all is an empty form. */
export async function readForm(request: IncomingMessage): Promise<FormData | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST_FORM) return undefined;
    chunks.push(chunk);
  }
  if (size === 0) return new FormData();
  const headers = { 'content-type': request.headers['content-type'] ?? '' };
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- the warning is about large uploads from strangers
  return new Response(Buffer.concat(chunks), { headers }).formData().catch(() => undefined);
}
