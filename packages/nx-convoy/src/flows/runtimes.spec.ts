import { FakeWorld } from '../../tests/fakes/fake-world';
import { manifest, pin, resolvedComponent } from '../../tests/fakes/values';
import { isBad, renderRuntimes } from '../decide/render-runtimes';
import { runtimesOf } from './runtimes';

const component = resolvedComponent({
  paths: ['.'],
  observes: { stacks: [], layers: [], functions: [{ name: 'api', alias: null, layers: [] }] },
});

async function asked(runtime: string, live: string, packages: Record<string, string> = {}) {
  const world = new FakeWorld();
  const files = { 'serverless.yml': `provider:\n  runtime: ${runtime}\n`, ...packages };
  world.addCommit('b', { files });
  world.aws.putFunction('api', { runtime: live });
  const rules = { runtimes: { allowed: ['python3.12'] }, packages: { agree: ['pg8000'] } };
  const document = await runtimesOf(
    { environment: 'dev', manifest: { ...manifest(), ...rules }, components: [{ component, pin: pin() }] },
    world,
  );
  return { document, text: renderRuntimes(document).join('\n'), world };
}

describe('the runtimes of an environment', () => {
  it('are consistent where the pinned files and the live functions have what is allowed', async () => {
    const { document, text, world } = await asked('python3.12', 'python3.12', {
      'requirements.txt': 'pg8000==1.31.4\n',
    });
    expect(isBad(document)).toBe(false);
    expect(text).toContain('2 runtimes declared or live: python3.12');
    expect(text).toContain('same everywhere: pg8000 1.31.4');
    expect(world.writes()).toEqual([]);
  });

  it('name the file and line, and the live function, that have another one', async () => {
    const { document, text } = await asked('python3.11', 'python3.10');
    expect(isBad(document)).toBe(true);
    expect(text).toContain('✘ backend  python3.11  serverless.yml:2 (provider): not allowed');
    expect(text).toContain('✘ backend  python3.10  live function api: not allowed');
  });

  it('name packages whose versions differ', async () => {
    const { document, text } = await asked('python3.12', 'python3.12', {
      'a/requirements.txt': 'pg8000==1.31.4\n',
      'b/requirements.txt': 'pg8000==1.30.0\n',
    });
    expect(isBad(document)).toBe(true);
    expect(text).toContain('✘ pg8000 has several versions:');
    expect(text).toContain('1.30.0  b/requirements.txt');
  });

  it('say nothing of a function that is not there yet, nor of files without a pin', async () => {
    const world = new FakeWorld();
    const question = { environment: 'dev', manifest: manifest(), components: [{ component, pin: null }] };
    expect(await runtimesOf(question, world)).toMatchObject({ runtimes: [], packages: [], findings: [] });
  });
});
