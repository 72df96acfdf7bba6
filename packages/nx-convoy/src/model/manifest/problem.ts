/** Keys and indices from the root of the manifest to a place in it. */
export type ManifestPath = readonly (string | number)[];

/** What a rule found, before it is known in which line that is. */
export interface Finding {
  readonly path: ManifestPath;
  /** The place is the key itself, not its value. */
  readonly atKey?: boolean;
  /** What is wrong, with the wrong value. */
  readonly message: string;
  /** What would be right. */
  readonly allowed?: string;
  readonly didYouMean?: string | null;
}

/** A problem of repos.json where a person can find it; line and column count from 1. */
export interface ManifestProblem {
  readonly line: number;
  readonly column: number;
  /** `repos.trustx.components.trustx.stage.dev`, empty for the file as a whole. */
  readonly path: string;
  readonly message: string;
  readonly allowed: string | null;
  readonly didYouMean: string | null;
  /** All of it in one line for a person: `repos.json:12:5  what is wrong; what would be right; did you mean …?` */
  readonly text: string;
}

/** A finding at its line and column. */
export function problemAt(place: { line: number; column: number }, finding: Finding): ManifestProblem {
  const { path, message, allowed = null, didYouMean = null } = finding;
  const meant = didYouMean === null ? null : `did you mean “${didYouMean}”?`;
  const words = [message, allowed, meant].filter((part) => part !== null).join('; ');
  const text = `repos.json:${place.line}:${place.column}  ${words}`;
  return { ...place, path: path.join('.'), message, allowed, didYouMean, text };
}

/** A value as it is quoted in a message. */
export function quoted(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = typeof value === 'string' ? `“${value}”` : JSON.stringify(value);
  const visible = text.replace(/\p{Cc}/gu, '\uFFFD');
  return visible.length > 80 ? `${visible.slice(0, 79)}…` : visible;
}
