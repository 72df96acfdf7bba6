/** The code that Node gives to an error of the system, such as ENOENT; undefined for anything else. */
export function errorCode(cause: unknown): string | undefined {
  // Not by `instanceof`: errors of Node may be of another realm than ours.
  if (typeof cause !== 'object' || cause === null || !('code' in cause)) return undefined;
  return typeof cause.code === 'string' ? cause.code : undefined;
}
