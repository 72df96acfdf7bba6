const HOSTED =
  /^(?:git@github\.com:|(?:https|ssh):\/\/(?:git@)?github\.com\/)([\w.-]+\/[\w.-]+?)(?:\.git)?\/?$/;

/** Where a person sees what changed between two commits; null: it is not known how the host shows that. */
export function compareLink(url: string, from: string | null, to: string): string | null {
  const repository = HOSTED.exec(url)?.[1];
  if (repository === undefined) return null;
  const base = `https://github.com/${repository}`;
  return from === null || from === to ? `${base}/commit/${to}` : `${base}/compare/${from}...${to}`;
}
