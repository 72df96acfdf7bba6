import { FakeWorld, order } from '../../tests/fakes/fake-world';
import { commit, pin, resolvedComponent } from '../../tests/fakes/values';
import type { PrepareCommand } from '../model/resolved-component';
import { prepare } from './prepare';

const install: PrepareCommand = {
  argv: ['npm', 'ci'],
  in: 'app',
  timeoutSeconds: 60,
  keyedBy: ['app/package-lock.json'],
  keeps: ['app/node_modules'],
};
const build: PrepareCommand = {
  argv: ['npm', 'run', 'build'],
  in: '.',
  timeoutSeconds: 60,
  keyedBy: [],
  keeps: [],
};
const ordered = (commands: PrepareCommand[] = [install, build], letter = 'b') =>
  order({ component: resolvedComponent({ prepare: commands }), pin: pin(letter) });
const commandsOf = (world: FakeWorld): string[] =>
  world.programs.requests.map((request) => request.command.argv.join(' '));

describe('prepare', () => {
  it('makes the worktree of the pin, runs the commands in it, and marks it last', async () => {
    const world = new FakeWorld();
    expect(await prepare(ordered(), world)).toEqual({ type: 'prepared', summary: '2 steps' });
    const folder = world.workshop.folder('backend', commit('b'));
    expect(world.disk.read(`${folder}/.git`)).toBe(commit('b'));
    expect(world.programs.requests.map((request) => request.folder)).toEqual([`${folder}/app`, folder]);
    expect(world.calls.at(-1)).toBe('artefacts.markPrepared');
    expect(world.writes()).toEqual([
      'repos.worktree',
      'artefacts.restore',
      'shell.run',
      'artefacts.keep',
      'shell.run',
      'artefacts.markPrepared',
    ]);
  });

  it('reads nothing from the cloud and gets no cloud credentials', async () => {
    const world = new FakeWorld();
    await prepare(ordered(), world);
    expect(world.calls.filter((call) => /^(cloud|pages|ledger|web)\./.test(call))).toEqual([]);
    for (const request of world.programs.requests)
      expect(request.environment).toEqual({ PURPOSE: 'prepare' });
  });

  it('does not do finished work again', async () => {
    const world = new FakeWorld();
    await prepare(ordered(), world);
    world.calls.length = 0;
    expect(await prepare(ordered(), world)).toEqual({ type: 'prepared', summary: 'already prepared' });
    expect(world.writes()).toEqual([]);
  });

  it('does it again when its commands changed', async () => {
    const world = new FakeWorld();
    await prepare(ordered([build]), world);
    await prepare(ordered([{ ...build, argv: ['npm', 'run', 'build:all'] }]), world);
    expect(commandsOf(world)).toEqual(['npm run build', 'npm run build:all']);
  });

  it('installs once per lock file: another commit with the same one restores', async () => {
    const world = new FakeWorld();
    await prepare(ordered([install], 'a'), world);
    await prepare(ordered([install], 'b'), world);
    expect(commandsOf(world)).toEqual(['npm ci']);
    expect(await world.workshop.preparedKey('backend', commit('b'))).not.toBeNull();
  });

  it('installs again for another lock file', async () => {
    const world = new FakeWorld();
    await prepare(ordered([install], 'a'), world);
    world.addCommit('b', { files: { 'app/package-lock.json': 'changed' } });
    await prepare(ordered([install], 'b'), world);
    expect(commandsOf(world)).toEqual(['npm ci', 'npm ci']);
  });

  it('takes one of the few slots to install, and runs alone for what others may make too', async () => {
    const world = new FakeWorld();
    await prepare(ordered(), world);
    expect(world.calls.filter((call) => call === 'artefacts.slot')).toHaveLength(1);
    expect(world.calls.filter((call) => call === 'artefacts.alone')).toHaveLength(2);
    expect(world.calls[0]).toBe('artefacts.alone');
  });

  it.each([
    ['fails', () => ({ code: 3, lines: ['no lock file'] }), 'exit code 3\nno lock file'],
    ['hangs', () => ({ hangs: 'to the limit' as const }), 'did not end within 60 s\n'],
    ['has no program', () => null, 'spawn npm ENOENT'],
  ])('leaves no marker and keeps nothing when a command %s', async (_what, program, message) => {
    const world = new FakeWorld();
    world.program = program;
    expect(await prepare(ordered(), world)).toEqual({ type: 'failed', step: 'npm ci', message });
    expect(commandsOf(world)).toEqual(['npm ci']);
    expect(world.calls).not.toContain('artefacts.keep');
    expect(await world.workshop.preparedKey('backend', commit('b'))).toBeNull();
  });

  it('leaves no marker when it is interrupted', async () => {
    const world = new FakeWorld();
    world.program = () => ({ effect: () => world.interrupt() });
    expect(await prepare(ordered(), world)).toEqual({ type: 'interrupted' });
    expect(await world.workshop.preparedKey('backend', commit('b'))).toBeNull();
    expect(world.calls).not.toContain('artefacts.keep');
  });

  it('refuses a commit that the repository does not have', async () => {
    await expect(prepare(ordered([build], 'f'), new FakeWorld())).rejects.toMatchObject({
      code: 'CONVOY_COMMIT_NOT_FOUND',
    });
  });
});
