import { execFileSync } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createTags } from '../../src/effects/git/tags';
import type { TagOwner, Tags } from '../../src/effects/tags-port';
import { FakeRepos } from '../fakes/fake-repos';
import { FakeTags } from '../fakes/fake-tags';
import { gitEnvironment, GitRemote } from './git-remote';
import { fake, gitIn, real, type Setup } from './repos-setup';

interface At extends Setup {
  readonly tags: Tags;
  /** The same, of somebody with another clone. */
  readonly others: Tags;
  readonly owner: TagOwner;
  /** A commit that the owner has. */
  readonly first: string;
  readonly second: string;
  /** A tag without a message, made by hand. */
  light(name: string, commit: string): void;
}

const tagger = { name: 'ada@host', email: 'ada@host' };
const at = '2026-03-02T12:00:00.000Z';

async function onFake(): Promise<At> {
  const setup = await fake();
  if (!(setup.repos instanceof FakeRepos)) throw new TypeError('the fake setup has fake repositories');
  const tags = new FakeTags(setup.repos);
  const [first, second] = [
    await setup.fetched({ subject: 'first' }),
    await setup.fetched({ subject: 'second' }),
  ];
  const light = (name: string, commit: string): void => setup.ref(`refs/tags/${name}`, commit);
  return { ...setup, tags, others: tags, owner: setup.repo, first, second, light };
}

async function onReal(): Promise<At> {
  const setup = await real();
  const coordination = { root: setup.root, settings: { environment: gitEnvironment }, remote: null };
  const tags = createTags({ ...setup.options, coordination });
  const first = await setup.fetched({ subject: 'first' });
  const second = await setup.fetched({ subject: 'second' }, 'other');
  const light = (name: string, commit: string): void => setup.ref(`refs/tags/${name}`, commit);
  return { ...setup, tags, others: tags, owner: setup.repo, first, second, light };
}

/** The repository of the workspace, with or without a remote. */
async function ofWorkspace(remote: boolean): Promise<At> {
  const setup = await real();
  const [root, other] = [join(setup.root, 'workspace'), join(setup.root, 'other')];
  const bare = new GitRemote(join(setup.root, 'coordination.git'));
  await mkdir(root);
  gitIn(root, 'init', '--quiet', '--initial-branch=main');
  gitIn(root, 'commit', '--quiet', '--allow-empty', '--message=first');
  gitIn(root, 'commit', '--quiet', '--allow-empty', '--message=second');
  gitIn(setup.root, 'clone', '--quiet', root, other);
  const of = (folder: string): Tags => {
    const settings = { environment: gitEnvironment };
    const where = remote ? bare.folder : null;
    return createTags({ ...setup.options, coordination: { root: folder, settings, remote: where } });
  };
  const light = (name: string, commit: string): void => {
    gitIn(root, 'push', '--quiet', remote ? bare.folder : '.', `${commit}:refs/tags/${name}`);
  };
  return {
    ...setup,
    tags: of(root),
    others: of(remote ? other : root),
    owner: null,
    first: gitIn(root, 'rev-parse', 'HEAD^'),
    second: gitIn(root, 'rev-parse', 'HEAD'),
    light,
  };
}

describe.each([
  ['fake', onFake],
  ['real', onReal],
  ['the workspace with a remote', () => ofWorkspace(true)],
  ['the workspace without one', () => ofWorkspace(false)],
])('tags (%s)', (_name, setup) => {
  let here: At;
  beforeEach(async () => {
    here = await setup();
  });
  const wish = (commit: string, name = 'v1.0.0') => ({ name, commit, message: 'v1.0.0\n\nwhy', tagger, at });

  it('there are none at first', async () => {
    expect(await here.tags.all(here.owner)).toEqual(new Map());
  });

  it('are pushed with their message; the same wish is the same object, whoever makes it', async () => {
    const object = await here.tags.make(here.owner, wish(here.first));
    expect(await here.tags.all(here.owner)).toEqual(new Map());
    expect(await here.tags.push(here.owner, 'v1.0.0', object)).toEqual({ type: 'pushed' });
    expect(await here.tags.all(here.owner)).toEqual(new Map([['v1.0.0', { object, commit: here.first }]]));
    expect(await here.others.make(here.owner, wish(here.first))).toBe(object);
    expect(await here.others.push(here.owner, 'v1.0.0', object)).toEqual({ type: 'pushed' });
    expect(object).not.toBe(here.first);
  });

  it('are never moved', async () => {
    const object = await here.tags.make(here.owner, wish(here.first));
    await here.tags.push(here.owner, 'v1.0.0', object);
    const another = await here.others.make(here.owner, wish(here.second));
    expect(await here.others.push(here.owner, 'v1.0.0', another)).toMatchObject({ type: 'rejected' });
    const below = await here.tags.make(here.owner, wish(here.first, 'v1.0.0/web'));
    expect(await here.tags.push(here.owner, 'v1.0.0/web', below)).toMatchObject({ type: 'rejected' });
    expect(await here.tags.all(here.owner)).toEqual(new Map([['v1.0.0', { object, commit: here.first }]]));
  });

  it('that somebody made without a message are told as the commit that they name', async () => {
    here.light('v1.0.0', here.first);
    const object = await here.tags.make(here.owner, wish(here.first));
    expect(await here.tags.all(here.owner)).toEqual(
      new Map([['v1.0.0', { object: here.first, commit: here.first }]]),
    );
    expect(await here.tags.push(here.owner, 'v1.0.0', object)).toMatchObject({ type: 'rejected' });
  });

  it.each(['a..b', 'a b', 'x@{1}', ''])('“%s” is refused before git sees it', async (name) => {
    await expect(here.tags.make(here.owner, wish(here.first, name))).rejects.toMatchObject({
      code: 'CONVOY_REF_UNSAFE',
    });
  });
});

describe('tags', () => {
  it('say of a remote that does not answer that it could not be reached', async () => {
    const at = await onReal();
    const object = await at.tags.make(at.owner, {
      name: 'v1',
      commit: at.first,
      message: 'm',
      tagger,
      at: '2026-03-02T12:00:00Z',
    });
    await at.away(true);
    const refused = { code: 'CONVOY_REMOTE_UNREACHABLE' };
    await expect(at.tags.all(at.owner)).rejects.toMatchObject(refused);
    await expect(at.tags.push(at.owner, 'v1', object)).rejects.toMatchObject(refused);
  });

  it('are what git itself shows: who, when and why', async () => {
    const at = await ofWorkspace(true);
    const wish = {
      name: 'v1',
      commit: at.first,
      message: 'v1\n\nwhy',
      tagger: { name: 'A <b>\n', email: 'a@b' },
      at: '2026-03-02T12:00:00Z',
    };
    await at.tags.push(null, 'v1', await at.tags.make(null, wish));
    const words = [
      'for-each-ref',
      '--format=%(objecttype) %(taggername) %(taggeremail) %(taggerdate:iso-strict) %(contents)',
      'refs/tags',
    ];
    const shown = execFileSync('git', words, {
      cwd: join(at.folder, '..', 'coordination.git'),
      env: gitEnvironment,
      encoding: 'utf8',
    });
    expect(shown.trim()).toBe('tag A b <a@b> 2026-03-02T12:00:00+00:00 v1\n\nwhy');
  });
});
