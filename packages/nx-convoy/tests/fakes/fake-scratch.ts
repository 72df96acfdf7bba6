import type {
  BatchOutcome,
  ScratchBase,
  ScratchDatabase,
  ScratchDatabases,
  ScratchWish,
  SqlBatch,
} from '../../src/effects/scratch-databases-port';
import type { Catalogue, CatalogueEntry } from '../../src/model/catalogue';

/**
 * Throw-away databases without a server. It understands as much SQL as tests need: `create table <name> (<column> <type>)`, `drop table <name>`,
 * `alter table <name> add column <column> <type>` and `drop column <column>`; everything else does nothing to the schema, and what is said of something
 * that is not there, or is there already, fails.
 * - `template`: what the environment's own database has; null: there is none to copy. `isBusy`: somebody is connected to it.
 * - `databases` has what is there now: after the work, nothing.
 * - `ran` has every statement, in order.
 */
export class FakeScratch implements ScratchDatabases {
  template: Catalogue | null = null;
  isBusy = false;
  isShared = true;
  readonly databases = new Map<string, Catalogue>();
  readonly ran: string[] = [];
  readonly wishes: ScratchWish[] = [];
  /** Happens before each statement. */
  onStatement: (sql: string) => void = () => undefined;

  async use<T>(wish: ScratchWish, work: (scratch: ScratchDatabase) => Promise<T>): Promise<T> {
    this.wishes.push(wish);
    const name = `try_${wish.run}`;
    const base = this.baseOf(wish);
    this.databases.set(name, base.type === 'copied' ? (this.template ?? []) : []);
    try {
      return await work({
        base,
        server: 'a server',
        isShared: this.isShared,
        run: async (batch) => this.runBatch(name, batch),
        catalogue: async () => this.databases.get(name) ?? [],
      });
    } finally {
      this.databases.delete(name);
    }
  }

  private baseOf({ environment }: ScratchWish): ScratchBase {
    if (this.template === null)
      return { type: 'empty', why: 'the database of the environment is not on this server' };
    if (this.isBusy) return { type: 'empty', why: `${environment} cannot be copied: somebody is connected` };
    return { type: 'copied', from: environment };
  }

  private runBatch(name: string, { statements, inTransaction }: SqlBatch): BatchOutcome {
    const before = this.databases.get(name) ?? [];
    for (const [statement, sql] of statements.entries()) {
      this.onStatement(sql);
      this.ran.push(sql);
      const after = afterStatement(this.databases.get(name) ?? [], sql);
      if (typeof after === 'string') {
        if (inTransaction) this.databases.set(name, before);
        return { type: 'failed', statement, message: after, position: null };
      }
      this.databases.set(name, after);
    }
    return { type: 'done' };
  }
}

/** The schema after it; a text is why it failed. */
function afterStatement(schema: Catalogue, sql: string): Catalogue | string {
  const [, table = '', column = '', type = ''] =
    /^create table (\w+) \((\w+) (\w+)\)$/.exec(sql) ??
    /^alter table (\w+) add column (\w+) (\w+)$/.exec(sql) ??
    [];
  if (table !== '') {
    const isNew = sql.startsWith('create');
    const name = isNew ? table : `${table}.${column}`;
    if (has(schema, name)) return `"${isNew ? table : column}" already exists`;
    if (!isNew && !has(schema, table)) return `relation "${table}" does not exist`;
    const added = columnEntry(`${table}.${column}`, type);
    return [...schema, ...(isNew ? [tableEntry(table)] : []), added];
  }
  const dropped = /^drop table (\w+)$/.exec(sql)?.[1];
  if (dropped !== undefined)
    return has(schema, dropped)
      ? schema.filter(({ name }) => name.split('.')[0] !== dropped)
      : `table "${dropped}" does not exist`;
  const gone = /^alter table (\w+) drop column (\w+)$/.exec(sql);
  if (gone === null) return schema;
  const name = `${gone[1] ?? ''}.${gone[2] ?? ''}`;
  return has(schema, name) ? schema.filter((each) => each.name !== name) : `column "${name}" does not exist`;
}

function has(schema: Catalogue, name: string): boolean {
  return schema.some((each) => each.name === name);
}

export const tableEntry = (name: string): CatalogueEntry => ({
  kind: 'table',
  name,
  properties: { kind: 'table' },
});
export const columnEntry = (name: string, type: string): CatalogueEntry => ({
  kind: 'column',
  name,
  properties: { type },
});
