import type { LiveSchema } from '../model/live-state';
import type { ResolvedComponent } from '../model/resolved-component';
import { instanceUndeclared, restoreTimeInvalid, restoreTimeUnknown } from '../model/restore-errors';

export interface RestoreOptions {
  /** ISO 8601; null: the second before the first migration since the release that a rollback would go back to. */
  readonly at: string | null;
  /** Name of a snapshot, instead of a time. */
  readonly snapshot: string | null;
  /** Name of the new instance; null: `<source>-restore`. */
  readonly to: string | null;
}

export interface RestoreFacts {
  readonly component: ResolvedComponent;
  /** Schema version in the release that a rollback would go back to; null: there is none. */
  readonly before: number | null;
  /** Of the database that is live; null: it does not answer. */
  readonly schema: LiveSchema | null;
}

/** A new instance and what it is made from. */
export interface RestoreWish {
  readonly source: string;
  readonly target: string;
  readonly from:
    { readonly type: 'time'; readonly at: string } | { readonly type: 'snapshot'; readonly name: string };
  readonly because: string;
}

/** What is to be restored to where. Throws the refusal of a wish that says too little. */
export function restoreWish(facts: RestoreFacts, options: RestoreOptions): RestoreWish {
  const source = facts.component.migrations?.instance ?? null;
  if (source === null) throw instanceUndeclared(facts.component.name);
  const place = { source, target: options.to ?? `${source}-restore` };
  if (options.snapshot !== null)
    return {
      ...place,
      from: { type: 'snapshot', name: options.snapshot },
      because: `snapshot ${options.snapshot}`,
    };
  if (options.at === null) return { ...place, ...beforeMigrations(facts) };
  const at = Date.parse(options.at);
  if (Number.isNaN(at)) throw restoreTimeInvalid(options.at);
  const text = new Date(at).toISOString();
  return { ...place, from: { type: 'time', at: text }, because: `as it was at ${text}` };
}

function beforeMigrations({
  component,
  before,
  schema,
}: RestoreFacts): Pick<RestoreWish, 'from' | 'because'> {
  const { name, environment } = component;
  const byTime = [...(schema?.migrations ?? [])].sort(
    (left, right) => Date.parse(left.appliedAt) - Date.parse(right.appliedAt),
  );
  // Without a release there is no first of a run: the newest alone is certain.
  const [first] = before === null ? byTime.slice(-1) : byTime.filter(({ version }) => version > before);
  if (first === undefined) throw restoreTimeUnknown(name, environment);
  const at = new Date(Math.floor(Date.parse(first.appliedAt) / 1_000) * 1_000 - 1_000).toISOString();
  const number = String(first.version).padStart(3, '0');
  return {
    from: { type: 'time', at },
    because: `as it was at ${at}, the second before migration V${number}__${first.name}`,
  };
}
