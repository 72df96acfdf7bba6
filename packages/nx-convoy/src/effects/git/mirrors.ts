import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { commitNotFound, remoteUnreachable } from '../../model/errors';
import { exists } from '../exists';
import { holdLock } from '../hold-lock';
import { openHome } from '../open-home';
import type { RepoAddress } from '../ports';
import { bareRepository } from './bare-repository';
import { GitFailure, withoutPasswords } from './git-failure';
import { openGit, type Git, type GitSettings } from './open-git';

export interface MirrorsOptions extends GitSettings {
  /** The folder `.convoy` of the workspace. */
  readonly home: string;
}

/** A mirror as it lies on the disk. */
export interface Mirror {
  readonly git: Git;
  readonly folder: string;
  readonly options: MirrorsOptions;
}

const ALL_REFS = ['+refs/heads/*:refs/heads/*', '+refs/tags/*:refs/tags/*', '+refs/convoy/*:refs/convoy/*'];
const NOT_THERE = /not our ref|couldn't find remote ref|no such remote ref|unadvertised object/i;

/** A bare mirror for each remote, shared by all tasks. What changes one is done one at a time; reading needs no lock. */
export class Mirrors {
  constructor(private readonly options: MirrorsOptions) {}

  /** What git is to be told instead of the manifest's url. */
  address(repo: RepoAddress): string {
    const prefixes = Object.entries(this.options.rewrites ?? {}).filter(([prefix]) =>
      repo.url.startsWith(prefix),
    );
    const [longest] = prefixes.sort(([left], [right]) => right.length - left.length);
    return longest === undefined ? repo.url : longest[1] + repo.url.slice(longest[0].length);
  }

  /** The mirror, which is made on first use. */
  async mirror(repo: RepoAddress): Promise<Mirror> {
    const { options } = this;
    const folder = join(options.home, 'mirrors', `${this.name(repo)}.git`);
    if (!(await exists(folder))) await openHome(options.home);
    return { git: await openGit(await bareRepository(folder, options), options), folder, options };
  }

  /** git in the mirror. */
  async open(repo: RepoAddress): Promise<Git> {
    return (await this.mirror(repo)).git;
  }

  /** The same, and no other process changes the mirror meanwhile. */
  async alone<T>(repo: RepoAddress, work: (git: Git) => Promise<T>): Promise<T> {
    const git = await this.open(repo);
    return holdLock(join(this.options.home, 'locks', `mirror-${this.name(repo)}`), () => work(git));
  }

  /** Fetches until the commit is there; the remote is asked only if it is not. */
  async ensure(repo: RepoAddress, commit: string): Promise<void> {
    if (await hasCommit(await this.open(repo), commit)) return;
    await this.alone(repo, async (git) => {
      if (await hasCommit(git, commit)) return;
      await this.asked(repo, () => this.fetch(git, repo, ALL_REFS));
      if (await hasCommit(git, commit)) return;
      // Not on any ref: some servers still hand out a commit by its id.
      await this.asked(repo, () => this.fetch(git, repo, [commit]).catch(unlessMissing));
      if (!(await hasCommit(git, commit))) throw commitNotFound(repo.name, commit);
    });
  }

  /** Fetches what the remote has now. */
  async refresh(repo: RepoAddress): Promise<void> {
    await this.alone(repo, (git) => this.asked(repo, () => this.fetch(git, repo, ALL_REFS)));
  }

  /** A question to the remote: refuses with what git said. */
  async asked<T>(repo: RepoAddress, question: () => Promise<T>): Promise<T> {
    try {
      return await question();
    } catch (cause) {
      if (!(cause instanceof GitFailure)) throw cause;
      throw remoteUnreachable(repo.name, withoutPasswords(repo.url), cause);
    }
  }

  private async fetch(git: Git, repo: RepoAddress, refs: readonly string[]): Promise<void> {
    // Progress is printed so that a long fetch is told from a remote that has gone silent. Branches that are gone are pruned: they
    // would stand in the way of others below their name. Their commits stay.
    const prune = refs === ALL_REFS ? ['--prune'] : [];
    const words = ['--no-tags', '--no-write-fetch-head', '--force', '--progress', ...prune];
    await git.ask('fetch', ...words, '--', this.address(repo), ...refs);
  }

  /** One mirror for each address: commits of one world are never found in the other. */
  private name(repo: RepoAddress): string {
    return `${repo.name}-${createHash('sha256').update(this.address(repo)).digest('hex').slice(0, 8)}`;
  }
}

function unlessMissing(cause: unknown): void {
  if (!(cause instanceof GitFailure && NOT_THERE.test(cause.message))) throw cause;
}

/** Whether the commit is in the mirror. */
export async function hasCommit(git: Git, commit: string): Promise<boolean> {
  return git.read('cat-file', '-e', `${commit}^{commit}`).then(
    () => true,
    () => false,
  );
}
