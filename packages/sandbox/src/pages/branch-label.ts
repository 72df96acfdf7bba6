const LONGEST_LABEL = 28;

/** A branch's name as it stands in its address: `convoy/dev` → `convoy-dev`. */
export function branchLabel(branch: string): string {
  return branch
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, LONGEST_LABEL)
    .replace(/^-+|-+$/g, '');
}
