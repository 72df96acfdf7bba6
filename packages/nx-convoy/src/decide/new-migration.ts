export interface MigrationFiles {
  readonly number: number;
  /** New files: path and text. */
  readonly added: readonly { readonly path: string; readonly text: string }[];
  /** Paths that are no more: the files had another number. */
  readonly removed: readonly string[];
}

export interface NewMigration {
  readonly folder: string;
  /** In words: `add-department`. */
  readonly name: string;
  /** Paths of all migrations on all branches that environments use, and on the branch itself. */
  readonly known: readonly string[];
}

const NUMBERED = /(?:^|\/)[VU](\d+)__(.+)\.sql$/;
const LEAST_DIGITS = 3;

/** The files of a new migration, with the next number that no branch has. */
export function newMigration({ folder, name, known }: NewMigration): MigrationFiles {
  const number = nextNumber(known);
  const digits = String(number).padStart(digitsOf(known), '0');
  const words = name
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .toLowerCase();
  const path = (letter: 'V' | 'U'): string => `${folder}/${letter}${digits}__${words}.sql`;
  return {
    number,
    removed: [],
    added: [
      { path: path('V'), text: forwardText(name) },
      { path: path('U'), text: backText(name, path('V')) },
    ],
  };
}

export interface Renumbered extends NewMigration {
  readonly from: number;
  /** The files of the branch, with their texts. */
  readonly files: readonly { readonly path: string; readonly text: string }[];
}

/** The files of a migration under the next free number; null: the branch has none of this number and name. */
export function renumberedMigration({ from, files, name, ...rest }: Renumbered): MigrationFiles | null {
  const { added, number } = newMigration({ ...rest, name });
  const [forward, back] = added.map(({ path }) => path);
  const own = files.filter(({ path }) => {
    const [, digits, words] = NUMBERED.exec(path) ?? [];
    return Number(digits) === from && forward?.endsWith(`__${words ?? ''}.sql`) === true;
  });
  if (own.length === 0 || forward === undefined || back === undefined) return null;
  return {
    number,
    removed: own.map(({ path }) => path),
    added: own.map(({ path, text }) => ({ path: /(?:^|\/)V/.test(path) ? forward : back, text })),
  };
}

function nextNumber(known: readonly string[]): number {
  return 1 + Math.max(0, ...known.map((path) => Number(NUMBERED.exec(path)?.[1] ?? 0)));
}

/** As many digits as the others have. */
function digitsOf(known: readonly string[]): number {
  return Math.max(LEAST_DIGITS, ...known.map((path) => NUMBERED.exec(path)?.[1]?.length ?? 0));
}

function forwardText(name: string): string {
  return `-- ${name}
--
-- Code that is live knows the schema as it is until its own deploy. Expand first: add what is new, nullable or with a default.
-- What is to go (a column, a table, a name) goes in a later migration, once nothing that is live uses it.

`;
}

function backText(name: string, forward: string): string {
  return `-- Undoes ${forward.slice(forward.lastIndexOf('/') + 1)} (${name}), the other way round.
-- Delete this file if the migration cannot be undone: then the schema does not go back, and a rollback says so beforehand.

`;
}
