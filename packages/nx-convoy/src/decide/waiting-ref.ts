/** Where a merge waits until it has passed in the earlier environment, or until its push is the deploy. */
export function waitingRef(environment: string): string {
  return `refs/convoy/${environment}/next`;
}
