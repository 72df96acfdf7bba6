/** A tag as it is to be. */
export interface WantedTag {
  readonly tag: string;
  readonly commit: string;
  readonly object: string;
}

export interface FoundTag {
  readonly object: string;
  readonly commit: string;
}

export type TagVerdict =
  | { readonly type: 'there' }
  | { readonly type: 'missing' }
  | { readonly type: 'taken'; readonly because: string };

/** Whether a tag is there as it is to be, is missing, or cannot be made because of another. */
export function judgeTag(
  { tag, commit, object }: WantedTag,
  found: ReadonlyMap<string, FoundTag>,
): TagVerdict {
  const known = found.get(tag);
  if (known?.object === object) return { type: 'there' };
  if (known !== undefined) return { type: 'taken', because: difference(commit, known) };
  const inTheWay = [...found.keys()].find((each) => each.startsWith(`${tag}/`) || tag.startsWith(`${each}/`));
  if (inTheWay === undefined) return { type: 'missing' };
  return { type: 'taken', because: `there is a tag ${inTheWay}, and git cannot have both` };
}

function difference(commit: string, known: FoundTag): string {
  const [here, there] = [commit.slice(0, 7), known.commit.slice(0, 7)];
  return known.commit === commit
    ? `it is at ${here} too, but with another message`
    : `it is at ${there}, the release has ${here}`;
}
