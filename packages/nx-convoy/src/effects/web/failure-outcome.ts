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

function traits(cause: unknown): { name: string; code: string | null; message: string } {
  if (!(cause instanceof Error)) return { name: '', code: null, message: String(cause) };
  // A name with several addresses fails once for each; the first tells.
  const error = cause instanceof AggregateError && cause.errors[0] instanceof Error ? cause.errors[0] : cause;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null;
  return { name: error.name, code, message: error.message };
}
