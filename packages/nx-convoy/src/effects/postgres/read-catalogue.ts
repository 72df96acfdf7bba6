import type { Client } from 'pg';
import { z } from 'zod';
import type { Catalogue, CatalogueEntry } from '../../model/catalogue';
import { CATALOGUE_QUERIES } from './catalogue-queries';

const rowSchema = z.object({ name: z.string(), properties: z.record(z.string(), z.string().nullable()) });

/** Everything that the schema of a database consists of, as its catalogues say. */
export async function readCatalogue(client: Client): Promise<Catalogue> {
  // Definitions then name the schema of whatever they mention, whatever a migration has set.
  await client.query('begin isolation level repeatable read read only');
  await client.query("set local search_path = ''");
  const entries: CatalogueEntry[] = [];
  for (const [kind, sql] of CATALOGUE_QUERIES) {
    const { rows } = await client.query<Record<string, unknown>>(sql);
    entries.push(...rows.map((row) => entryOf(kind, row)));
  }
  await client.query('commit');
  return entries;
}

function entryOf(kind: string, row: unknown): CatalogueEntry {
  const { name, properties } = rowSchema.parse(row);
  const told = Object.entries(properties).filter((each): each is [string, string] => each[1] !== null);
  return { kind, name, properties: Object.fromEntries(told) };
}
