import type { Alarm } from './alarm';
import type { Json } from './json';
import type { PageStep } from './page-declaration';

/** A command as argv; `{outputs.<component>.<name>}` may still stand in it and is filled in just before it runs. */
export interface Command {
  readonly argv: readonly string[];
  /** Folder inside the repository, `.` for its root. */
  readonly in: string;
  readonly timeoutSeconds: number;
}

export interface PrepareCommand extends Command {
  /** Files whose content decides whether the kept folders can be reused; none: always run. */
  readonly keyedBy: readonly string[];
  /** Folders that the command makes, shared between worktrees with equal keys. */
  readonly keeps: readonly string[];
}

export interface ObservedFunction {
  readonly name: string;
  /** The alias that callers use, moved by us after each deploy; null where callers use the function itself. */
  readonly alias: string | null;
  /** Names of shared layers whose newest version the function must have. */
  readonly layers: readonly string[];
}

export interface Migrations {
  readonly folder: string;
  readonly function: string;
  readonly apply: Json;
  readonly inspect: Json;
  /** Undoes down to the version that `{version}` stands for; null: the function cannot. */
  readonly revert: Json | null;
  /** First line of a file that the function applies outside a transaction; null: none is declared. */
  readonly outsideTransaction: string | null;
  /** Where migrations are tried, as `$NAME`; null: on a server that is started for it. */
  readonly scratch: string | null;
  /** The database instance at RDS, for snapshots and restores; null: not declared. */
  readonly instance: string | null;
  readonly snapshotBefore: boolean;
}

/** How a component goes back: its previous tree is deployed again, its aliases move back, or the stored templates of its stacks are put back. */
export type RollbackWay = 'redeploy' | 'alias' | 'template';

export interface PagesBranch {
  readonly account: string;
  readonly token: string;
  readonly project: string;
  readonly branch: string;
  /** A preview branch that only we write: moved to the pin in any direction. */
  readonly owned: boolean;
}

export type OutputSource =
  { readonly stack: string; readonly output: string } | { readonly parameter: string };

/** A configuration file of the repository. */
export interface ConfigFile {
  readonly path: string;
  /** Keys down to the part that belongs to the environment; none: the whole file. */
  readonly section: readonly string[];
}

export interface ComponentConfig {
  readonly files: readonly ConfigFile[];
  /** Patterns of keys whose values are meant to differ between environments. */
  readonly specific: readonly string[];
  readonly ignore: readonly { readonly path: string; readonly reason: string }[];
}

/** What the functions of a component may do at most while it is watched after a deploy; what is not named has no bound. */
export interface Bounds {
  readonly errors?: number | undefined;
  readonly throttles?: number | undefined;
  readonly durationP95Milliseconds?: number | undefined;
}

/** What must hold after a deploy. */
export type Check = CheckQuestion & {
  /** It is told and does not decide. */
  readonly optional?: boolean;
  /** How long its answer may take to become the wanted one; default 30 s. */
  readonly withinSeconds?: number;
  /** The hotfix that must have passed it in the environment before. */
  readonly hotfix?: string;
};

type CheckQuestion =
  | { readonly kind: 'stack'; readonly stack: string }
  | { readonly kind: 'function'; readonly function: string; readonly runtime: string | null }
  | { readonly kind: 'invoke'; readonly function: string; readonly payload: Json; readonly json: Json }
  | {
      readonly kind: 'http';
      readonly url: string;
      readonly method: string;
      readonly status: number;
      readonly bearer: string | null;
      readonly json: Json | null;
      readonly contains: string | null;
      /** Required HTTP version, `1.1` or `2`; null: any. */
      readonly version: string | null;
      /** Of the answer, by lower-case name; the value as a whole. */
      readonly headers?: Readonly<Record<string, string>>;
      /** A slower answer is a failure. */
      readonly maxMilliseconds?: number;
    }
  | { readonly kind: 'graphql'; readonly url: string; readonly query: string; readonly bearer: string | null }
  | {
      readonly kind: 'page';
      readonly url: string;
      readonly name: string | null;
      readonly steps: readonly PageStep[];
      /** Why errors in the console do not matter; null: they do. */
      readonly ignoresConsole: string | null;
      /** Whether it must be run: without a browser it is inconclusive then. */
      readonly required: boolean;
    }
  | { readonly kind: 'pages' }
  | { readonly kind: 'schema' }
  | { readonly kind: 'alarms' }
  | { readonly kind: 'run'; readonly command: Command };

/** A component of the manifest in one environment: every placeholder filled in but `{outputs…}` and `$NAME`. */
export interface ResolvedComponent {
  readonly name: string;
  readonly repo: string;
  readonly url: string;
  readonly kind: string;
  readonly description: string;
  readonly environment: string;
  readonly stage: string;
  readonly region: string;
  readonly account: string;
  readonly dependsOn: readonly string[];
  /** Paths of the repository that make up the component; a leading `!` excludes. */
  readonly paths: readonly string[];
  readonly prepare: readonly PrepareCommand[];
  /** null: the manifest names none or says `"test": false`. */
  readonly test: Command | null;
  readonly deploy: readonly Command[];
  /** Reads SQL from its standard input; null: the environment has none. */
  readonly connect: Command | null;
  readonly migrations: Migrations | null;
  readonly pages: PagesBranch | null;
  readonly observes: {
    readonly stacks: readonly string[];
    readonly functions: readonly ObservedFunction[];
    readonly layers: readonly string[];
    /** Log groups beside those of the functions. */
    readonly logs?: readonly string[];
  };
  readonly outputs: Readonly<Record<string, OutputSource>>;
  readonly checks: readonly Check[];
  /** Put before each deploy; what they say is compared after it. */
  readonly alarms: readonly Alarm[];
  readonly bounds: Bounds;
  readonly config: ComponentConfig;
  /** Names of variables (`$NAME`) that the component's commands and checks use; only these reach its children. */
  readonly variables: readonly string[];
  readonly rollback: RollbackWay;
  /** How old (milliseconds) a verification may be to stand for the present; null: any age. */
  readonly maxAge: number | null;
  /** Digest of everything above: a changed declaration is a reason to deploy again. */
  readonly declaration: string;
}
