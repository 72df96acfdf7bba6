import type { WebOutcome, WebRequest } from '../ports';

/** No answer, for reasons that lie between us and the service: nothing is said about the service. */
const UNREACHABLE = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'EAI_FAIL',
  'ENETUNREACH',
  'ENETDOWN',
  'EHOSTUNREACH',
  'EADDRNOTAVAIL',
]);
const TIMEOUTS = new Set(['TimeoutError', 'AbortError']);

/** Tells a service that did not answer properly from one that could not be asked. */
export function failureOutcome(cause: unknown, request: WebRequest, viaProxy: boolean): WebOutcome {
  const { code, message, name } = traits(cause);
  if (TIMEOUTS.has(name))
    return { type: 'refused', message: `no answer within ${request.timeoutMilliseconds / 1000} s` };
  if (code !== null && UNREACHABLE.has(code)) return { type: 'unreachable', message };
  if (viaProxy && code === 'ECONNREFUSED')
    return {
      type: 'unreachable',
      message: "the sandbox's name proxy does not answer: npx nx run sandbox:up",
    };
  if (code !== null && isCertificate(code)) return { type: 'refused', message: `certificate: ${message}` };
  return { type: 'refused', message: message === '' ? (code ?? name) : message };
}

function isCertificate(code: string): boolean {
  return /CERT|SIGNATURE|ISSUER|_CRL_|SELF_SIGNED/.test(code) && !code.startsWith('ERR_SSL');
}

/** By shape, not by class: a time-out is a DOMException, and errors come from other realms. */
function traits(cause: unknown): { name: string; code: string | null; message: string } {
  if (typeof cause !== 'object' || cause === null) return { name: '', code: null, message: String(cause) };
  // A name with several addresses fails once for each; the first tells.
  const first: unknown = 'errors' in cause && Array.isArray(cause.errors) ? cause.errors[0] : null;
  if (first !== null && first !== undefined) return traits(first);
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : null;
  return { name: text('name', cause), code, message: text('message', cause) };
}

function text(field: string, of: object): string {
  const value: unknown = Reflect.get(of, field);
  return typeof value === 'string' ? value : '';
}
