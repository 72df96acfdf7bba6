import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ledgerState, manifest, pin, record } from '../tests/fakes/values';
import { orderRefusal } from './decide/order-guard';
import { pinPath } from './model/pin';
import { dependenciesOf, openWorkspace } from './workspace';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'convoy-workspace-'));
  writeFileSync(join(root, 'repos.json'), JSON.stringify(manifest()));
  for (const environment of ['dev', 'preprod'])
    for (const component of ['database', 'backend', 'frontend']) writePin(component, environment);
});
afterEach(() => rmSync(root, { recursive: true }));

function writePin(component: string, environment: string): void {
  const path = join(root, pinPath(component, environment));
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, JSON.stringify(pin('b', { repo: `${component}-repo` })));
}

const namesOf = (found: readonly { name: string }[]): string[] => found.map((each) => each.name);

describe('the dependencies of a component', () => {
  it('are all that must be verified before it, not only direct ones, with their pins', async () => {
    const found = await dependenciesOf(await openWorkspace(root), 'frontend', 'dev');
    expect(found).toEqual([
      { name: 'backend', pin: pin('b', { repo: 'backend-repo' }) },
      { name: 'database', pin: pin('b', { repo: 'database-repo' }) },
    ]);
  });

  it('leave out what is absent in the environment: order passes through it', async () => {
    const dependencies = await dependenciesOf(await openWorkspace(root), 'frontend', 'preprod');
    expect(namesOf(dependencies)).toEqual(['database']);
    const refusal = orderRefusal('frontend', dependencies, ledgerState());
    expect(refusal?.message).toContain('database was never verified');
    expect(orderRefusal('frontend', dependencies, ledgerState({ database: record() }))).toBeNull();
  });

  it('are known where they have no pin', async () => {
    rmSync(join(root, pinPath('backend', 'dev')));
    const found = await dependenciesOf(await openWorkspace(root), 'frontend', 'dev');
    expect(found[0]).toEqual({ name: 'backend', pin: null });
  });

  it('are none for what nothing comes before', async () => {
    expect(await dependenciesOf(await openWorkspace(root), 'database', 'dev')).toEqual([]);
  });
});
