/** One thing that a schema consists of: a table, a column, a constraint … */
export interface CatalogueEntry {
  readonly kind: string;
  /** As people write it, the schema `public` left out; a column as `table.column`. */
  readonly name: string;
  /** What is true of it, as PostgreSQL says it; the first says most. */
  readonly properties: Readonly<Record<string, string>>;
}

/** A schema as PostgreSQL's catalogues have it, without data and without what comes with an extension. */
export type Catalogue = readonly CatalogueEntry[];
