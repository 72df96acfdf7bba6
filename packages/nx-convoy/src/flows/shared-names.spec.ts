import { order } from '../../tests/fakes/fake-world';
import {
  facts,
  ledgerState,
  liveFunction,
  liveState,
  manifest,
  receipt,
  record,
  resolvedComponent,
} from '../../tests/fakes/values';
import type { Manifest } from '../model/manifest';
import type { LiveState } from '../model/live-state';
import { stillReadRefusal } from '../decide/guards/still-read-refusal';
import { sharedNames } from './shared-names';

/** The frontend fills an output of the backend in, and uses its layer. */
function declared(): Manifest {
  const { environments, repos } = manifest();
  const frontend = {
    dependsOn: ['backend'],
    deploy: ['deploy --url {outputs.backend.Url}'],
    observes: { functions: [{ name: 'page', layers: ['db'] }] },
  };
  const url = 'git@example.test:team/frontend.git';
  return { environments, repos: { ...repos, 'frontend-repo': { url, components: { frontend } } } };
}
const ledger = ledgerState({ frontend: record() });
function judged(
  change: { outputs?: string[]; layers?: string[]; before?: Partial<LiveState> },
  known = ledger,
) {
  const { outputs = ['Url'], layers = ['db'], before = {} } = change;
  const after = liveState({ layers: [{ name: 'db', version: 3 }], ...before });
  const verified = receipt({ outputs: { Url: 'x', Unused: 'y' }, after });
  const component = resolvedComponent({
    outputs: Object.fromEntries(outputs.map((name) => [name, { parameter: name }])),
    observes: { stacks: [], functions: [], layers },
  });
  const asked = { order: order({ component, manifest: declared() }), ledger: known };
  return sharedNames({ ...asked, facts: facts({ component, record: record({ last: verified, verified }) }) });
}

it('knows what was shared, what is to be shared, and who reads it', () => {
  expect(judged({ outputs: ['Url', 'Name'] })).toMatchObject({
    component: 'backend',
    before: { outputs: ['Url', 'Unused'], layers: ['db'] },
    after: { outputs: ['Url', 'Name'], layers: ['db'] },
    readers: [{ component: 'frontend', outputs: ['Url'], layers: ['db'] }],
  });
});

it('refuses to remove an output that a live dependent still reads, and names the two steps in their order', () => {
  const refusal = stillReadRefusal(judged({ outputs: [] }));
  expect(refusal?.code).toBe('CONVOY_STILL_READ');
  expect(refusal?.remedy).toMatch(
    /^two steps: first deploy frontend without it.* then remove it from backend$/,
  );
});

it('refuses to remove a layer that a live dependent still uses', () => {
  expect(stillReadRefusal(judged({ layers: [] }))?.message).toContain('layer db');
});

it('lets go what nobody that is live reads', () => {
  expect(stillReadRefusal(judged({ outputs: ['Url'] }))).toBeNull();
  expect(stillReadRefusal(judged({ outputs: [] }, ledgerState()))).toBeNull();
  const orphan = ledgerState({ retired: record() });
  expect(stillReadRefusal(judged({ outputs: [] }, orphan))).toBeNull();
});

it('does not take a layer that its own functions have from elsewhere for its own', () => {
  const arn = 'arn:aws:lambda:us-east-1:533267024692:layer:db:3';
  expect(
    judged({ layers: [], before: { functions: [liveFunction({ layers: [arn] })] } }).before.layers,
  ).toEqual([]);
});
