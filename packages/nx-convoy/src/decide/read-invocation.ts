import parse from 'yargs-parser';

/** What a person asked of Nx, read from the command line: the run hooks get nothing else. */
export interface Invocation {
  readonly command: 'run-many' | 'affected' | 'run';
  readonly targets: readonly string[];
  /** Projects named on the command line; empty: all that have the target. */
  readonly projects: readonly string[];
  readonly configuration: string | null;
}

const LISTS = {
  array: ['targets', 'projects', 'exclude'],
  alias: { targets: ['t', 'target'], projects: ['p', 'project'], configuration: ['c'] },
  string: ['configuration'],
};

/** Reads `process.argv` of an Nx command; null where it is not one that runs tasks. */
export function readInvocation(argv: readonly string[]): Invocation | null {
  const words = argv.slice(2);
  const parsed = parse([...words], {
    ...LISTS,
    configuration: { 'populate--': true, 'camel-case-expansion': false, 'greedy-arrays': true },
  });
  const [command, ...rest] = parsed._.map(String);
  const configuration = typeof parsed['configuration'] === 'string' ? parsed['configuration'] : null;
  const targets = list(parsed['targets']);
  const projects = list(parsed['projects']);
  if (command === undefined) return null;
  if (command === 'run-many' || command === 'affected') return { command, targets, projects, configuration };
  if (command === 'run') return runOne(rest[0], projects, targets, configuration);
  // The infix form: nx deploy trustx -c dev
  return {
    command: 'run',
    targets: [command],
    projects: projects.length > 0 ? projects : rest.slice(0, 1),
    configuration,
  };
}

function runOne(
  place: string | undefined,
  projects: string[],
  targets: string[],
  configuration: string | null,
): Invocation {
  const [project, target, third] = (place ?? '').split(':');
  const named = project === undefined || project === '' ? projects : [project];
  return {
    command: 'run',
    targets: target === undefined ? targets : [target],
    projects: named,
    configuration: third ?? configuration,
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
