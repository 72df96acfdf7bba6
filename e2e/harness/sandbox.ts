import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { kill } from 'node:process';
import { copyWorkspace, type PluginFrom } from './copy-workspace';
import { restoreInstalled } from './installed';
import { beginReleased, clearPlace } from './released-sandbox';
import { IN_ONE_PROCESS, runNx, startNx, type NxRun, type RunningNx } from './run-nx';
import { takeStoryPlace } from './story-place';

export interface Description {
  readonly awsEndpoint: string;
  readonly awsAccessKeyId: string;
  readonly awsSecretAccessKey: string;
  readonly proxy: string;
  readonly ledgerRemote: string;
  readonly gitRewrites: Record<string, string>;
  readonly variables: Record<string, string>;
  readonly postgres: {
    host: string;
    port: number;
    user: string;
    password: string;
    databases: Record<string, string>;
  };
}

export interface StartOptions {
  /** Environments that are released at the committed pins when the story begins, each after those before it; none: nothing is deployed yet. */
  readonly released?: readonly string[];
  /** Whether all of the story is told with Nx as everybody runs it, each plugin in a process of its own; else only what is `start`ed. */
  readonly isolated?: boolean;
}

/** A workspace copy with a sandbox of its own, up and running. */
export class Sandbox {
  private readonly running = new Set<RunningNx>();

  private constructor(
    readonly root: string,
    private readonly environment: Record<string, string>,
    private readonly leave: () => Promise<void> = async () => {},
  ) {}

  static async start(
    plugin: PluginFrom = 'package',
    { released = [], isolated = false }: StartOptions = {},
  ): Promise<Sandbox> {
    const environment = isolated ? {} : IN_ONE_PROCESS;
    if (released.length === 0) return Sandbox.empty(plugin, environment);
    if (plugin !== 'package') throw new TypeError('what is released already was released by the package');
    const place = await takeStoryPlace();
    if (place === null) return Sandbox.deployed(released, environment);
    try {
      await beginReleased(place.folder, released);
      return new Sandbox(place.folder, environment, place.leave);
    } catch (cause) {
      await clearPlace(place.folder);
      await place.leave();
      throw cause;
    }
  }

  private static async empty(plugin: PluginFrom, environment: Record<string, string>): Promise<Sandbox> {
    const sandbox = new Sandbox(copyWorkspace(plugin), environment);
    restoreInstalled(sandbox.root);
    const up = await sandbox.nx(['run', 'sandbox:up']);
    if (up.code !== 0) throw new TypeError(`sandbox:up failed\n${up.output}`);
    return sandbox;
  }

  private static async deployed(
    environments: readonly string[],
    environment: Record<string, string>,
  ): Promise<Sandbox> {
    const sandbox = await Sandbox.empty('package', environment);
    for (const each of environments) {
      const { output, report } = await sandbox.deploy(each);
      if (report.outcome === 'released') continue;
      await sandbox.stop();
      throw new TypeError(output);
    }
    return sandbox;
  }

  nx(words: readonly string[], environment: Record<string, string> = {}): Promise<NxRun> {
    return runNx(this.root, words, { ...this.environment, ...environment });
  }

  start(words: readonly string[], environment: Record<string, string> = {}): RunningNx {
    const started = startNx(this.root, words, environment);
    this.running.add(started);
    void started.ended.finally(() => this.running.delete(started));
    return started;
  }

  /** Deploys an environment and answers its run with the report. */
  deploy(environment: string, ...flags: string[]): Promise<NxRun & { report: Report }> {
    return this.run('deploy', environment, flags);
  }

  rollback(environment: string, ...flags: string[]): Promise<NxRun & { report: Report }> {
    return this.run('rollback', environment, flags);
  }

  private async run(
    target: string,
    environment: string,
    flags: string[],
  ): Promise<NxRun & { report: Report }> {
    const run = await this.nx(['run-many', '-t', target, `--configuration=${environment}`, ...flags]);
    return { ...run, report: this.lastReport(run.output) };
  }

  /** Pins components of an environment to a ref, and commits that. */
  async pin(environment: string, ref: string, ...components: string[]): Promise<void> {
    const named = components.length === 0 ? [] : [`--component=${components.join(',')}`];
    const words = ['g', 'nx-convoy:pin', `--environment=${environment}`, `--ref=${ref}`, ...named];
    const pinned = await this.nx(words);
    if (pinned.code !== 0) throw new TypeError(pinned.output);
    this.commit(`${environment} to ${ref}`);
  }

  /** Commits the pins as they are, and whatever else is named. */
  commit(message: string, ...paths: string[]): void {
    this.git('add', 'components', ...paths);
    const who = ['-c', 'user.name=e2e', '-c', 'user.email=e2e@example.invalid'];
    this.git(...who, 'commit', '--quiet', '--allow-empty', `--message=${message}`);
  }

  git(...words: string[]): string {
    return execFileSync('git', words, { cwd: this.root, encoding: 'utf8' }).trim();
  }

  /** Of one of the sandbox's bare remotes. */
  remote(repo: string): string {
    return join(this.describe().gitRewrites['git@github.com:assurex/'] ?? '', `${repo}.git`);
  }

  /** The commit that a ref has at one of the remotes; null: it has no such ref. */
  ref(repo: string, name: string): string | null {
    try {
      const words = ['rev-parse', '--verify', '--quiet', name];
      return execFileSync('git', words, { cwd: this.remote(repo), encoding: 'utf8' }).trim();
    } catch {
      return null;
    }
  }

  /** `git` in the sandbox's ledger. */
  ledger(...words: string[]): string {
    return execFileSync('git', words, { cwd: this.describe().ledgerRemote, encoding: 'utf8' }).trim();
  }

  pinned(component: string, environment: string): { commit: string; tree: string } {
    const path = join(this.root, 'components', component, 'pins', `${environment}.json`);
    return JSON.parse(readFileSync(path, 'utf8')) as { commit: string; tree: string };
  }

  lastReport(output: string): Report {
    const path = /report (\S+\.json)/.exec(output)?.[1];
    if (path === undefined) throw new TypeError(`no report in\n${output}`);
    return JSON.parse(readFileSync(join(this.root, path), 'utf8')) as Report;
  }

  describe(): Description {
    return JSON.parse(readFileSync(join(this.root, '.convoy', 'sandbox.json'), 'utf8')) as Description;
  }

  /** GET or POST through the name proxy, as `curl -x` would. */
  async ask(url: string, body?: string): Promise<{ status: number; text: string }> {
    const proxy = new URL(this.describe().proxy);
    return new Promise((resolve, reject) => {
      const asked = request(
        {
          host: proxy.hostname,
          port: proxy.port,
          path: url,
          method: body === undefined ? 'GET' : 'POST',
          headers: { host: new URL(url).host, 'content-type': 'application/json' },
        },
        (answer) => {
          const chunks: Buffer[] = [];
          answer.on('data', (chunk: Buffer) => chunks.push(chunk));
          answer.on('end', () =>
            resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }),
          );
        },
      );
      asked.on('error', reject);
      asked.end(body);
    });
  }

  /** Ends what a failed test left running, too: it would keep the whole test run from ending. */
  async stop(): Promise<void> {
    for (const { pid } of this.running) kill(-pid, 'SIGKILL');
    await clearPlace(this.root);
    await this.leave();
  }
}

export interface Report {
  readonly run: string;
  readonly outcome: string;
  readonly components: readonly {
    readonly component: string;
    readonly outcome: string;
    readonly verdict: string;
    readonly summary: string;
    readonly startedAt: string | null;
    readonly finishedAt: string | null;
    readonly checks: readonly {
      readonly name: string;
      readonly verdict: string;
      readonly evidence: string;
      readonly optional?: boolean;
      readonly notRun?: boolean;
    }[];
    readonly error: { readonly code: string; readonly message: string } | null;
  }[];
}

/** Outcomes by component. */
export function outcomes(report: Report): Record<string, string> {
  return Object.fromEntries(report.components.map((each) => [each.component, each.outcome]));
}
