import { FakeWorld, order } from '../../../tests/fakes/fake-world';
import { resolvedComponent } from '../../../tests/fakes/values';
import type { PageStep } from '../../model/page-declaration';
import type { Check } from '../../model/resolved-component';
import type { CheckResult } from '../../model/verdict';
import { badChecks, verdictOf } from '../../model/verdict';
import { verifyLive } from '../verify-live';

const URL = 'https://app.test/';
const check = (change: Partial<Check & { kind: 'page' }> = {}): Check => ({
  kind: 'page',
  url: URL,
  name: 'login works',
  steps: [{ see: 'h1' }],
  ignoresConsole: null,
  required: false,
  ...change,
});

async function visited(world: FakeWorld, asked: Check): Promise<CheckResult> {
  const component = resolvedComponent({ checks: [{ ...asked, withinSeconds: 1 }] });
  const [result] = await verifyLive(order({ component }), {}, world);
  if (result === undefined) throw new TypeError('there was one check');
  return result;
}

describe('a check of a page', () => {
  it('passes when all is seen and the console is clean', async () => {
    const world = new FakeWorld();
    world.window.page(URL);
    expect(await visited(world, check())).toMatchObject({
      name: 'page login works',
      verdict: 'passed',
      evidence: '1 thing seen, no console errors',
    });
  });

  it('fails when something was not seen, and keeps a picture', async () => {
    const world = new FakeWorld();
    world.window.page(URL, { trouble: 'h1 was not seen within 10 s' });
    const { verdict, evidence } = await visited(world, check());
    expect(verdict).toBe('failed');
    expect(evidence).toMatch(/^h1 was not seen within 10 s; picture: \.convoy\/runs\/\S+\.png$/);
  });

  it('fails for errors in the console, and tells the first of them', async () => {
    const world = new FakeWorld();
    world.window.page(URL, { errors: ['a', 'b', 'c', 'd', 'e', 'f', 'g'] });
    const { verdict, evidence } = await visited(world, check());
    expect(verdict).toBe('failed');
    expect(evidence).toContain('console: a; console: b');
    expect(evidence).toContain('and 2 more console errors');
    expect(evidence).not.toContain('console: f');
  });

  it('passes with errors in the console where the manifest says why they do not matter', async () => {
    const world = new FakeWorld();
    world.window.page(URL, { errors: ['a'] });
    expect(await visited(world, check({ ignoresConsole: 'a known one' }))).toMatchObject({
      verdict: 'passed',
      evidence: '1 thing seen, 1 console error ignored: a known one',
    });
  });

  it('fills secrets in by their names, and is inconclusive without one', async () => {
    const world = new FakeWorld();
    world.window.page(URL);
    const steps: PageStep[] = [
      { fill: '#token', with: '$TOKEN' },
      { fill: '#name', with: 'Ada' },
    ];
    expect(await visited(world, check({ steps }))).toMatchObject({
      verdict: 'inconclusive',
      evidence: '$TOKEN is not set',
      remedy: 'export TOKEN=… and verify again',
    });
    expect(world.window.visits).toEqual([]);
    world.variables['TOKEN'] = 's3cret';
    expect(await visited(world, check({ steps }))).toMatchObject({ verdict: 'passed' });
    expect(world.window.visits[0]?.steps).toEqual([
      { fill: '#token', with: 's3cret' },
      { fill: '#name', with: 'Ada' },
    ]);
  });

  it('is inconclusive where the name does not resolve', async () => {
    expect(await visited(new FakeWorld(), check())).toMatchObject({ verdict: 'inconclusive' });
  });
});

describe('a check of a page without a browser', () => {
  it('is not run: told with what to install, no pass, and nothing that fails', async () => {
    const world = new FakeWorld();
    world.window.gone = true;
    const result = await visited(world, check());
    expect(result).toMatchObject({
      verdict: 'inconclusive',
      notRun: true,
      evidence: 'browser check not run: no Chromium, Chrome or Edge was found',
      remedy: 'install one',
      milliseconds: 0,
    });
    expect(badChecks([result])).toEqual([]);
    expect(verdictOf([result])).toBe('passed');
  });

  it('is inconclusive where the manifest requires one', async () => {
    const world = new FakeWorld();
    world.window.gone = true;
    const result = await visited(world, check({ required: true }));
    expect(result.notRun).toBeUndefined();
    expect(verdictOf([result])).toBe('inconclusive');
  });
});
