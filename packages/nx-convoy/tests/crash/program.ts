import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { loadManifest } from '../../src/model/load-manifest';
import { pinPath } from '../../src/model/pin';
import type { FakeFile } from '../fakes/fake-remote';
import { openWorkspace } from '../../src/workspace';
import { componentIn, componentNames } from '../../src/workspace';
import { StateFile } from './captured';
import type { Point, Tape } from './killing';
import { runOnce } from './run-once';
import { runningWorld } from './running-world';
import { REPOS, SeedWorld } from './seed-world';

// `scene <folder> <repos.json> <guarded|open>`: a workspace whose dev was released at the first commits and is pinned to the second ones.
// `run <folder> <run id> [<call> <before|after> <signal>]`: one run, which may be stopped at a point. What it ended with goes to
// `<run id>.json`.

const ALLOWED = '"allowSource": true,';
const letters = ['a', 'b'] as const;
const commitOf = (repo: string, letter: string): string =>
  createHash('sha1').update(`${repo} ${letter}`).digest('hex');

async function scene(folder: string, manifestPath: string, kind: string): Promise<void> {
  // Where local checkouts are not allowed, nothing is deployed over what somebody else seems to have changed.
  const whole = readFileSync(manifestPath, 'utf8');
  if (whole.split(ALLOWED).length !== 2) throw new TypeError(`the manifest has not just one ${ALLOWED}`);
  const text = kind === 'guarded' ? whole.replace(ALLOWED, '') : whole;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'repos.json'), text);
  const loaded = loadManifest(text);
  if (loaded.type === 'invalid') throw new TypeError('the manifest is invalid');
  const seed = new SeedWorld();
  for (const repo of REPOS) addCommits(seed, repo);
  const pinAll = async (letter: string): Promise<void> => {
    for (const name of componentNames(loaded.manifest)) {
      const component = componentIn(loaded.manifest, name, 'dev');
      if (component === null) continue;
      const repo = { name: component.repo, url: component.url };
      const commit = commitOf(component.repo, letter);
      await seed.sources.ensure(repo, commit);
      const tree = await seed.sources.tree(repo, commit, component.paths);
      const path = join(folder, pinPath(name, 'dev'));
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, JSON.stringify({ repo: component.repo, ref: 'main', commit, tree }));
    }
  };
  await pinAll('a');
  const silent: Tape = {
    calls: [],
    open: new Set(),
    paused: null,
    before: () => undefined,
    after: () => undefined,
  };
  const end = await runOnce(await openWorkspace(folder), 'first', runningWorld(seed, 'first', silent, null));
  if (end.refused !== null) throw new TypeError(`the first release was refused: ${end.refused}`);
  seed.effects.length = 0;
  await pinAll('b');
  new StateFile(join(folder, 'state')).write(seed.capture());
}

function addCommits(seed: SeedWorld, repo: string): void {
  const remote = seed.sources.remote(repo);
  letters.forEach((letter, index) => {
    const files: Record<string, FakeFile> = {};
    for (const path of [
      'package.json',
      'resources/lambda-functions/code.py',
      'resources/database/code.py',
      'config/dev.yml',
    ])
      files[path] = `${path} at ${letter}`;
    for (let version = 1; version <= 2 + index * 2; version += 1) {
      const name = `00${version}__step_${version}.sql`;
      files[`resources/database/lambda-schema-init/migrations/V${name}`] = `create table t${version} ();`;
      files[`resources/database/lambda-schema-init/migrations/U${name}`] = `drop table t${version};`;
    }
    const parents = index === 0 ? [] : [commitOf(repo, letters[index - 1] ?? '')];
    remote.commits.set(commitOf(repo, letter), { parents, subject: `change ${letter}`, files });
  });
  remote.refs.set('refs/heads/main', commitOf(repo, 'b'));
}

async function run(folder: string, id: string, point: Point | null): Promise<void> {
  const file = new StateFile(join(folder, 'state'));
  const seed = new SeedWorld();
  const load = (): void => {
    const state = file.read();
    if (state === null) throw new TypeError('there is no scene');
    seed.restore(state);
  };
  load();
  // A second command is typed a while after the first.
  seed.time.advance(10 * 60_000);
  const tape: Tape = {
    calls: [],
    open: new Set(),
    paused: null,
    before: () => {
      if (file.isForeign()) load();
    },
    after: () => file.write(seed.capture()),
  };
  const end = await runOnce(await openWorkspace(folder), id, runningWorld(seed, id, tape, point));
  tape.after();
  writeFileSync(
    join(folder, `${id}.json`),
    JSON.stringify({ ...end, calls: tape.calls, paused: tape.paused }),
  );
}

const [what, folder = '', third = '', call, when, signal] = process.argv.slice(2);
const point =
  call === undefined ? null : { call, when: when as Point['when'], signal: signal as Point['signal'] };
(what === 'scene' ? scene(folder, third, call ?? '') : run(folder, third, point)).catch((cause: unknown) => {
  process.stderr.write(`${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}\n`);
  process.exitCode = 1;
});
