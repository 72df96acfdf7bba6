import { spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createRepos } from '../../src/effects/git/repos';
import { pinPath } from '../../src/model/pin';
import { gitEnvironment, GitRemote } from '../contract/git-remote';
import { REPOS, type Repo } from '../fakes/promotion-stage';
import type { PromotionEnd, PromotionJob } from './promotion-job';

const ENVIRONMENTS = ['dev', 'preprod', 'prod'];

/** Bare repositories on the disk, and checkouts of a workspace in which commands are typed. Each with main, stg and a feature; dev is pinned to the features. */
export class PromotionScene {
  readonly remotes: string;

  private constructor(
    private readonly program: string,
    readonly folder: string,
  ) {
    this.remotes = join(folder, 'remotes');
  }

  static async make(program: string, manifest: object): Promise<PromotionScene> {
    const scene = new PromotionScene(program, mkdtempSync(join(tmpdir(), 'convoy-promotion-')));
    for (const each of ['here', 'remotes']) mkdirSync(join(scene.folder, each), { recursive: true });
    writeFileSync(join(scene.folder, 'here', 'repos.json'), JSON.stringify(manifest));
    for (const repo of REPOS) {
      const start = scene.commit(repo, 'main', { 'a.txt': 'a' }, []);
      scene.commit(repo, 'stg', { 'a.txt': 'a' }, [start]);
      scene.commit(repo, 'feature/x', { 'a.txt': 'a', 'x.txt': repo }, [start]);
    }
    for (const repo of ['infra', 'front'] as const)
      scene.commit(repo, 'hotfix/bug', { 'a.txt': 'a', 'fix.txt': 'fixed' }, [
        scene.remote(repo).head('main') ?? '',
      ]);
    return scene;
  }

  /** The same once more: a trial leaves its marks. */
  copy(): PromotionScene {
    const folder = mkdtempSync(join(tmpdir(), 'convoy-promotion-'));
    cpSync(this.folder, folder, { recursive: true });
    return new PromotionScene(this.program, folder);
  }

  clear(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  remote(repo: Repo): GitRemote {
    return new GitRemote(join(this.remotes, `${repo}.git`));
  }

  /** A commit on top of a branch (or of what is named), to which the branch moves. */
  commit(repo: Repo, branch: string, files: Record<string, string>, parents?: string[]): string {
    const remote = this.remote(repo);
    const head = remote.head(branch);
    const onTop = parents ?? (head === null ? [] : [head]);
    const id = remote.commit({ parents: onTop, subject: `change of ${branch}`, files });
    remote.ref(`refs/heads/${branch}`, id);
    return id;
  }

  /** Pins an environment of a checkout to the heads of a branch, as passed in dev. */
  async pin(environment: string, branch: string, at = 'here'): Promise<void> {
    const repos = createRepos({
      home: join(this.folder, 'scratch'),
      environment: gitEnvironment,
      rewrites: { 'git@host:team/': `${this.remotes}/` },
    });
    for (const name of REPOS) {
      const commit = this.remote(name).head(branch);
      if (commit === null) continue;
      const address = { name, url: `git@host:team/${name}.git` };
      await repos.ensure(address, commit);
      const tree = await repos.tree(address, commit, ['.']);
      const path = join(this.folder, at, pinPath(name, environment));
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, JSON.stringify({ repo: name, ref: branch, commit, tree }));
    }
  }

  /** Another person's checkout, with the same files. */
  another(name: string): void {
    cpSync(join(this.folder, 'here'), join(this.folder, name), { recursive: true });
  }

  /** What a server does at each push; null: nothing. */
  hook(repo: Repo, name: 'pre-receive' | 'post-receive', script: string | null): void {
    const path = join(this.remotes, `${repo}.git`, 'hooks', name);
    rmSync(path, { force: true });
    if (script === null) return;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  }

  /** A file beside everything else. */
  note(name: string, text: string): void {
    writeFileSync(join(this.folder, name), text);
  }

  forgetPins(environment: string, at: string): void {
    for (const repo of REPOS) rmSync(join(this.folder, at, pinPath(repo, environment)), { force: true });
  }

  /** Of the commit at a ref. */
  message(repo: Repo, ref: string): string {
    return this.remote(repo).git(['log', '--max-count=1', '--format=%B', ref, '--']);
  }

  /** Types the command, and awaits its end; null: it was killed. */
  type(job: Partial<PromotionJob> & { at?: string } = {}): Promise<PromotionEnd | null> {
    return this.begin(job).ended;
  }

  begin({ at = 'here', ...job }: Partial<PromotionJob> & { at?: string } = {}): Typed {
    const whole: PromotionJob = {
      checkout: join(this.folder, at),
      remotes: this.remotes,
      run: 'run-2',
      verb: 'promote',
      options: {},
      point: null,
      meets: null,
      ...job,
    };
    const child = spawn(process.execPath, ['--no-opt', this.program, JSON.stringify(whole)], {
      env: { PATH: process.env['PATH'] ?? '' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const said: Record<'out' | 'err', string> = { out: '', err: '' };
    child.stdout.on('data', (part: Buffer) => (said.out += part.toString()));
    child.stderr.on('data', (part: Buffer) => (said.err += part.toString()));
    const ended = new Promise<PromotionEnd | null>((resolve, reject) => {
      child.on('close', (code, signal) => {
        if (signal === 'SIGKILL') resolve(null);
        else if (code === 0) resolve(JSON.parse(said.out) as PromotionEnd);
        else reject(new TypeError(`${String(signal ?? code)}: ${said.err}`));
      });
    });
    return { pid: child.pid ?? 0, ended };
  }

  /** Ten seconds pass: locks of processes that are gone count no more. */
  later(at = 'here'): void {
    const folder = join(this.folder, at, '.convoy', 'locks');
    if (!existsSync(folder)) return;
    const old = new Date('2020-01-01T00:00:00Z');
    for (const name of readdirSync(folder)) utimesSync(join(folder, name), old, old);
  }

  /** All refs of all remotes. */
  refs(): Record<string, string> {
    return Object.fromEntries(
      REPOS.flatMap((repo) =>
        this.remote(repo)
          .git(['for-each-ref', '--format=%(refname) %(objectname)'])
          .split('\n')
          .map((line): [string, string] => [`${repo} ${line.split(' ')[0] ?? ''}`, line.split(' ')[1] ?? '']),
      ),
    );
  }

  /** The pins that a command may write, as they stand in a checkout. */
  pins(at = 'here'): Record<string, string | null> {
    const paths = REPOS.flatMap((repo) => ENVIRONMENTS.map((each) => pinPath(repo, each)));
    return Object.fromEntries(paths.map((path) => [path, textAt(join(this.folder, at, path))]));
  }

  /** Landings that a checkout still remembers. */
  remembered(at = 'here'): string[] {
    const folder = join(this.folder, at, '.convoy', 'runs');
    if (!existsSync(folder)) return [];
    return readdirSync(folder).filter((name) => {
      const text = textAt(join(folder, name, 'open.json'));
      return text !== null && text !== 'null';
    });
  }
}

export interface Typed {
  readonly pid: number;
  /** null: it was killed. */
  readonly ended: Promise<PromotionEnd | null>;
}

function textAt(path: string): string | null {
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}
