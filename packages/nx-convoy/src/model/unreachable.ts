/** Closes a switch over a tagged union: the compiler refuses a forgotten case, the run time names it. */
export function unreachable(value: never): never {
  throw new TypeError(`unexpected value: ${JSON.stringify(value)}`);
}
