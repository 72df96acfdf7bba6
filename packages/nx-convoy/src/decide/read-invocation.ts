import parse from 'yargs-parser';

/** What a person asked of Nx, read from the command line: the run hooks get nothing else. */
export interface Invocation {
  readonly command: 'run-many' | 'affected' | 'run';
  readonly targets: readonly string[];
  /** Projects named on the command line; empty: all that have the target. */
  readonly projects: readonly string[];
  readonly configuration: string | null;
  /** What `affected` compares with; null: the default of Nx. */
  readonly base: string | null;
  /** Whether nothing is to be replayed from Nx's cache. */
  readonly skipsCache: boolean;
}

// Flags of Nx that take no value: without this list the word after one would be read as its value (`nx --verbose run-many …`).
const SWITCHES = [
  ...[
    'verbose',
    'tui',
    'prod',
    'all',
    'batch',
    'cloud',
    'dte',
    'agents',
    'stdin',
    'uncommitted',
    'untracked',
  ],
  ...['nxBail', 'nxIgnoreCycles', 'skipNxCache', 'disableNxCache', 'skipRemoteCache', 'disableRemoteCache'],
  ...['excludeTaskDependencies', 'skipSync', 'useAgents'],
];

const SKIPS = ['skipNxCache', 'disableNxCache'];

const OPTIONS = {
  array: ['targets', 'projects', 'exclude'],
  alias: { targets: ['t', 'target'], projects: ['p', 'project'], configuration: ['c'] },
  string: ['configuration', 'base'],
  boolean: [...SWITCHES, ...SWITCHES.map(dashed)],
  configuration: { 'populate--': true, 'camel-case-expansion': false, 'greedy-arrays': true },
};

/** Reads `process.argv` of an Nx command; null where there is no command. */
export function readInvocation(argv: readonly string[]): Invocation | null {
  const parsed = parse(argv.slice(2), OPTIONS);
  const [command, ...rest] = parsed._.map(String);
  const flags: Flags = {
    targets: list(parsed['targets']),
    projects: list(parsed['projects']),
    configuration: configurationOf(parsed),
    base: typeof parsed['base'] === 'string' ? parsed['base'] : null,
    skipsCache: SKIPS.some((name) => parsed[name] === true || parsed[dashed(name)] === true),
  };
  if (command === undefined) return null;
  if (command === 'run-many' || command === 'affected') return { command, ...flags };
  if (command === 'run') return runOne(rest[0], flags);
  // The infix form: nx deploy trustx -c dev
  const projects = flags.projects.length > 0 ? flags.projects : rest.slice(0, 1);
  return { ...flags, command: 'run', targets: [command === 't' ? 'test' : command], projects };
}

type Flags = Omit<Invocation, 'command'>;

/** As Nx does it: `--prod` is the configuration named production. */
function configurationOf(parsed: parse.Arguments): string | null {
  const named: unknown = parsed['configuration'];
  if (typeof named === 'string') return named;
  return parsed['prod'] === true ? 'production' : null;
}

/** `run project:target:configuration`; for Nx a flag wins over the third part. */
function runOne(place: string | undefined, flags: Flags): Invocation {
  const [project, target, third] = (place ?? '').split(':');
  return {
    command: 'run',
    targets: target === undefined ? flags.targets : [target],
    projects: project === undefined || project === '' ? flags.projects : [project],
    configuration: flags.configuration ?? third ?? null,
    base: null,
    skipsCache: flags.skipsCache,
  };
}

function list(value: unknown): string[] {
  if (value === undefined) return [];
  const values: unknown[] = Array.isArray(value) ? value : [value];
  return values
    .flatMap((each) => String(each).split(','))
    .map((each) => each.trim())
    .filter((each) => each !== '');
}

function dashed(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
