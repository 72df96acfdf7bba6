import { GitError, simpleGit, type SimpleGit, type SimpleGitOptions } from 'simple-git';
import { toolTooOld } from '../../model/errors';
import { configuredByEnvironment } from './configured-by-environment';
import { discreetWords } from './discreet-words';
import { LIST_FILTERS, withoutForeignFilters } from './foreign-filters';
import { GitFailure } from './git-failure';

export interface GitSettings {
  /** The whole environment of git: nothing else is inherited. */
  readonly environment: Readonly<Record<string, string>>;
  /** URL prefix → what it stands for; the sandbox's remotes. Where there are any, git reaches nothing but folders of this machine. */
  readonly rewrites?: Readonly<Record<string, string>>;
  /** How long a remote may say nothing, default two minutes. */
  readonly patienceMilliseconds?: number;
}

export interface Git {
  /** Runs git in the folder and answers what it printed; a failure throws GitFailure. */
  read(...words: string[]): Promise<string>;
  /** The same for a call that goes to a remote: one that has gone silent is ended. A password in its address is on no command line. */
  ask(...words: string[]): Promise<string>;
  /** Contents of blobs, one directly after the other. */
  blobs(ids: readonly string[]): Promise<Buffer>;
}

const OLDEST = [2, 38] as const;
const PATIENCE_MILLISECONDS = 120_000;

const CONFIG = [
  // Nothing that a fetched repository brings along is run, and nothing is fetched that was not asked for.
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'protocol.ext.allow=never',
  'submodule.recurse=false',
  'fetch.recurseSubmodules=false',
  'push.recurseSubmodules=no',
  'push.followTags=false',
  'push.gpgSign=false',
  'log.showSignature=false',
  // A pinned commit must outlive its branch, so nothing is ever collected.
  'gc.auto=0',
  'maintenance.auto=false',
  'core.autocrlf=false',
];

// The checks of simple-git against words of strangers: the configuration above is ours, the environment is the caller's own.
const OURS: SimpleGitOptions['unsafe'] = {
  allowUnsafeHooksPath: true,
  allowUnsafeFsMonitor: true,
  allowUnsafeProtocolOverride: true,
  allowUnsafeConfigPaths: true,
  allowUnsafeConfigEnvCount: true,
  allowUnsafeCredentialHelper: true,
  allowUnsafeSshCommand: true,
  allowUnsafeAskPass: true,
  allowUnsafeFilter: true,
};

/** Variables that point git at another repository (set while a hook runs) or at a program for a person. */
const ELSEWHERE =
  /^(GIT_(DIR|WORK_TREE|COMMON_DIR|INDEX_FILE|PREFIX|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES|NAMESPACE|SHALLOW_FILE|GRAFT_FILE|EDITOR|SEQUENCE_EDITOR|PAGER|EXTERNAL_DIFF|TEMPLATE_DIR|EXEC_PATH)|EDITOR|PAGER|PREFIX)$/;

/** git in a folder: never asks a person, runs no hook, speaks English. Refuses a git that is too old. */
export async function openGit(
  folder: string,
  settings: GitSettings,
  extra: Readonly<Record<string, string>> = {},
): Promise<Git> {
  const environment = { ...environmentOf(settings), ...extra };
  await checkVersion(settings);
  const local = session(folder, environment);
  const patience = settings.patienceMilliseconds ?? PATIENCE_MILLISECONDS;
  return {
    read: async (...words) => {
      if (!makesFiles(words)) return answered(local.raw(words));
      const listed = await answered(local.raw([...LIST_FILTERS])).catch(unlessNothing);
      const careful = configuredByEnvironment(environment, withoutForeignFilters(listed));
      return answered(session(folder, careful).raw(words));
    },
    ask: (...words) => {
      const discreet = discreetWords(words, environment);
      return answered(session(folder, discreet.environment, patience).raw(discreet.words));
    },
    blobs: (ids) =>
      ids.length === 0 ? Promise.resolve(Buffer.alloc(0)) : answered(local.showBuffer([...ids])),
  };
}

/** Whether git will check out files of a repository that may not be the person's own. */
function makesFiles([verb, what]: readonly string[]): boolean {
  return verb === 'worktree' && what === 'add';
}

/** Where nothing is configured git says nothing and exits with 1. */
function unlessNothing(cause: unknown): string {
  if (cause instanceof GitFailure && cause.exitCode === 1) return '';
  throw cause;
}

function session(folder: string, environment: Record<string, string>, patience?: number): SimpleGit {
  const common = { baseDir: folder, unsafe: OURS, errors: everyFailure };
  if (patience === undefined) return simpleGit({ ...common, config: CONFIG }).env(environment);
  // HTTP gives up by itself and so leaves no helper behind; for whatever else falls silent git is ended a little later.
  const lowSpeed = ['http.lowSpeedLimit=1', `http.lowSpeedTime=${Math.ceil(patience / 1000)}`];
  const timeout = { block: patience + 10_000 };
  return simpleGit({ ...common, config: [...CONFIG, ...lowSpeed], timeout }).env(environment);
}

function environmentOf(settings: GitSettings): Record<string, string> {
  const inherited = Object.entries(settings.environment).filter(([name]) => !ELSEWHERE.test(name));
  return {
    ...Object.fromEntries(inherited),
    ...(Object.keys(settings.rewrites ?? {}).length === 0 ? {} : { GIT_ALLOW_PROTOCOL: 'file' }),
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_LITERAL_PATHSPECS: '1',
    LC_ALL: 'C',
  };
}

class ExitError extends GitError {
  constructor(
    message: string,
    readonly exitCode: number,
    readonly answer: string,
  ) {
    super(undefined, message);
  }
}

/** simple-git takes a failure that printed nothing for a success; here every exit code but 0 is a failure. */
const everyFailure: NonNullable<SimpleGitOptions['errors']> = (error, { exitCode, stdErr, stdOut }) => {
  if (error instanceof Error) return error;
  if (exitCode === 0) return undefined;
  const [said, answer] = [stdErr, stdOut].map((chunks) => Buffer.concat(chunks).toString('utf8'));
  return new ExitError(said ?? '', exitCode, answer ?? '');
};

async function answered<T>(answer: PromiseLike<T>): Promise<T> {
  try {
    return await answer;
  } catch (cause) {
    const exitCode = cause instanceof ExitError ? cause.exitCode : null;
    const answer = cause instanceof ExitError ? cause.answer : '';
    throw new GitFailure(cause instanceof Error ? cause.message : String(cause), exitCode, answer);
  }
}

// The version of a git does not change under us: asked once in a process for each search path.
const checked = new Map<string, Promise<void>>();

function checkVersion(settings: GitSettings): Promise<void> {
  const path = settings.environment['PATH'] ?? '';
  const check = checked.get(path) ?? refuseOldGit(settings);
  checked.set(path, check);
  return check;
}

async function refuseOldGit(settings: GitSettings): Promise<void> {
  const needed = OLDEST.join('.');
  const text = await session('.', environmentOf(settings))
    .raw('version')
    .catch(() => null);
  if (text === null) throw toolTooOld('git', needed, null);
  const [version = '', major = '0', minor = '0'] = /(\d+)\.(\d+)[\d.]*/.exec(text) ?? [];
  const isOld = Number(major) < OLDEST[0] || (Number(major) === OLDEST[0] && Number(minor) < OLDEST[1]);
  if (isOld) throw toolTooOld('git', needed, version);
}
