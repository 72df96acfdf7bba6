/** The system's code of an error (`ENOENT`). Not asked by `instanceof`: an error of node's own realm is none of a test's. */
export function errorCode(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}
