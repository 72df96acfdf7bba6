import { flagInvalid, flagMisplaced } from '../model/flag-errors';
import { runFlagsSchema, type RunFlags } from '../model/run-flags';
import { typedFlag, type FlagName } from '../model/typed-flag';

/** How the text of a flag becomes its value; null: the text is none. */
interface Reading {
  readonly right: string;
  readonly parse: (text: string) => string | number | boolean | null;
}

const SWITCH: Reading = {
  // Nx, too, takes the word after a flag that it does not know for its value.
  right: 'nothing, or true or false; a word after it counts as its value',
  parse: (text) => (text === 'true' ? true : text === 'false' ? false : null),
};
const text = (right: string): Reading => ({ right, parse: (value) => value.trim() || null });

const READINGS: Readonly<Record<FlagName, Reading>> = {
  waitForLock: {
    right: 'a whole number of seconds, such as 600',
    parse: (value) => (/^\d{1,9}$/.test(value) ? Number(value) : null),
  },
  onFailure: {
    right: 'keep or rollback',
    parse: (value) => (['keep', 'rollback'].includes(value) ? value : null),
  },
  confirm: text('the name of the environment'),
  reason: text('a few words, such as --reason="ticket 4711"'),
  hotfix: SWITCH,
  outsideWindow: SWITCH,
  overwriteDrift: SWITCH,
  overwriteSource: SWITCH,
  releaseHold: SWITCH,
  adopt: SWITCH,
  alarmsRed: SWITCH,
  breakingMigration: SWITCH,
  logs: SWITCH,
  rollback: SWITCH,
  feature: text('the name of a branch'),
  to: text('the id of a run that was a release'),
  source: text('the folder of a local checkout'),
  dirty: SWITCH,
};

const NAMES = new Map<string, FlagName>(
  Object.keys(READINGS).flatMap((key) => {
    const name = key as FlagName;
    return [
      [name, name],
      [typedFlag(name), name],
    ];
  }),
);

/** The flags of the whole run, from `process.argv` of an Nx command; what it does not know is the business of Nx. Throws the refusal of a value that cannot be meant. */
export function readFlags(argv: readonly string[]): RunFlags {
  const found = new Map<FlagName, string | number | boolean>();
  argv.slice(2).forEach((word, index, words) => {
    const flag = flagIn(word);
    if (flag === null) return;
    const { name, given } = flag;
    // Nx would hand the tasks a list.
    if (found.has(name))
      throw flagMisplaced(
        typedFlag(name),
        'it is given twice',
        `the same command with one --${typedFlag(name)}`,
      );
    found.set(name, valueOf(flag, given ?? valueIn(words[index + 1])));
  });
  return runFlagsSchema.parse(Object.fromEntries(found));
}

interface TypedFlag {
  readonly name: FlagName;
  /** `--no-…` */
  readonly isNegated: boolean;
  /** What stands behind the equals sign. */
  readonly given: string | null;
}

function flagIn(word: string): TypedFlag | null {
  const match = /^--(no-)?([^=]+)(?:=(.*))?$/s.exec(word);
  const name = NAMES.get(match?.[2] ?? '');
  if (match === null || name === undefined) return null;
  return { name, isNegated: match[1] !== undefined, given: match[3] ?? null };
}

/** The next word, as Nx takes it for the value of a flag that it does not know. */
function valueIn(next: string | undefined): string | null {
  if (next === undefined) return null;
  return !next.startsWith('-') || /^-\.?\d/.test(next) ? next : null;
}

function valueOf({ name, isNegated, given }: TypedFlag, value: string | null): string | number | boolean {
  const reading = READINGS[name];
  const flag = typedFlag(name);
  if (isNegated) {
    if (reading === SWITCH && given === null) return false;
    throw flagMisplaced(
      `no-${flag}`,
      `--${flag} takes ${reading.right}`,
      `the same command without --no-${flag}`,
    );
  }
  if (reading === SWITCH && value === null) return true;
  const parsed = value === null ? null : reading.parse(value);
  if (parsed === null) throw flagInvalid({ flag, value, right: reading.right });
  return parsed;
}
