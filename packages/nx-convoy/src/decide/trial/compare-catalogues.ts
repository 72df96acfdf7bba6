import type { Catalogue, CatalogueEntry } from '../../model/catalogue';

export type CatalogueDifference =
  | { readonly change: 'added' | 'removed'; readonly entry: CatalogueEntry }
  | { readonly change: 'changed'; readonly entry: CatalogueEntry; readonly fields: readonly ChangedField[] };

/** null: it was not, or is not any more. */
export interface ChangedField {
  readonly field: string;
  readonly from: string | null;
  readonly to: string | null;
}

/** What a schema has that the other had not, in the order of their names; equal schemas differ in nothing. */
export function compareCatalogues(before: Catalogue, after: Catalogue): CatalogueDifference[] {
  const [had, has] = [byKey(before), byKey(after)];
  const keys = [...new Set([...had.keys(), ...has.keys()])].sort();
  return keys.flatMap((key) => differenceOf(had.get(key) ?? null, has.get(key) ?? null));
}

function differenceOf(before: CatalogueEntry | null, after: CatalogueEntry | null): CatalogueDifference[] {
  if (before === null) return after === null ? [] : [{ change: 'added', entry: after }];
  if (after === null) return [{ change: 'removed', entry: before }];
  const names = [...new Set([...Object.keys(before.properties), ...Object.keys(after.properties)])];
  const fields = names.flatMap((field): ChangedField[] => {
    const [from, to] = [before.properties[field] ?? null, after.properties[field] ?? null];
    return from === to ? [] : [{ field, from, to }];
  });
  return fields.length === 0 ? [] : [{ change: 'changed', entry: after, fields }];
}

/** A table stands ahead of its columns, and both ahead of what is made on them. */
const ORDER = ['schema', 'extension', 'type', 'domain', 'sequence', 'table', 'column', 'constraint', 'index'];

function byKey(catalogue: Catalogue): Map<string, CatalogueEntry> {
  return new Map(catalogue.map((entry) => [keyOf(entry), entry]));
}

function keyOf({ kind, name }: CatalogueEntry): string {
  const place = ORDER.indexOf(kind);
  return `${String(place === -1 ? ORDER.length : place).padStart(2, '0')} ${kind} ${name}`;
}
