import { ask } from '../../../tests/fakes/ask';
import { FakeWorld } from '../../../tests/fakes/fake-world';
import { commit } from '../../../tests/fakes/values';
import type { Check } from '../../model/resolved-component';
import type { Finding } from './finding';

describe('check: run', () => {
  const check: Check = {
    kind: 'run',
    command: { argv: ['npm', 'run', 'smoke'], in: 'app', timeoutSeconds: 9 },
  };
  it.each<[string, FakeWorld['program'], Finding['verdict'], string]>([
    ['passes', () => ({}), 'passed', 'exit code 0'],
    ['fails', () => ({ code: 2, lines: ['no'] }), 'failed', 'exit code 2\nno'],
    ['fails when it hangs', () => ({ hangs: 'to the limit' }), 'failed', 'did not end within 9 s'],
    ['is inconclusive when there is no program', () => null, 'inconclusive', 'spawn npm ENOENT'],
  ])('%s', async (_what, program, verdict, evidence) => {
    const world = new FakeWorld();
    world.program = program;
    expect(await ask(world, check)).toMatchObject({ verdict, evidence });
    expect(world.programs.requests).toMatchObject([
      { folder: `${world.workshop.folder('backend', commit('b'))}/app` },
    ]);
  });

  it('is inconclusive when it is interrupted', async () => {
    const world = new FakeWorld();
    world.interrupt();
    expect(await ask(world, check)).toMatchObject({ verdict: 'inconclusive', evidence: 'interrupted' });
  });
});
