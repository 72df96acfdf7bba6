/** The branch of a hotfix. */
export function hotfixBranch(name: string): string {
  return `hotfix/${name}`;
}

/** Where the merge of a hotfix into a branch whose push is the deploy waits for that deploy. */
export function hotfixWaitingRef(environment: string, name: string): string {
  return `refs/convoy/${environment}/${hotfixBranch(name)}`;
}

/** The hotfix that a pin is of, by its ref: the branch, or where a merge of it waits; null: it is of none. */
export function hotfixOf(ref: string): string | null {
  const { name } = /^(?:refs\/heads\/|refs\/convoy\/[^/]+\/)?hotfix\/(?<name>.+)$/.exec(ref)?.groups ?? {};
  return name ?? null;
}
