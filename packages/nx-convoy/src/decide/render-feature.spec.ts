import type { FeatureDocument } from '../model/feature-document';
import { account, manifest, region } from '../../tests/fakes/values';
import { featureNext } from './feature-next';
import { renderFeature, renderFeatureRow } from './render-feature';

const commit = '1234567'.padEnd(40, '0');
const place = (
  environment: string,
  state: FeatureDocument['components'][number]['places'][number]['state'],
  ref = 'main',
) => ({
  environment,
  state,
  pin: { ref, commit: '7654321'.padEnd(40, '0') },
  live: null,
});
const row = (component: string, ...places: ReturnType<typeof place>[]) => ({
  component,
  repo: component,
  commit,
  places,
});
const document = (change: Partial<FeatureDocument> = {}): FeatureDocument => ({
  feature: 'feature/x',
  world: 'sandbox',
  environments: [
    { environment: 'dev', closed: false },
    { environment: 'prod', closed: true },
  ],
  repos: [
    { repo: 'backend', branch: 'there', commit },
    { repo: 'infra', branch: 'none', commit: null },
    { repo: 'front', branch: 'gone', commit },
  ],
  components: [
    row('backend', place('dev', 'verified'), place('prod', 'not-there', 'feature/x')),
    row('front', place('dev', 'deployed'), place('prod', 'absent')),
  ],
  unchanged: ['insights'],
  next: 'npx nx …',
  ...change,
});

it('is one aligned table, with what has no part in it, what is gone or outdated, and what comes next', () => {
  expect(renderFeature(document())).toEqual([
    '',
    'feature/x · in 2 of 3 repositories',
    '  component  commit   dev       prod (closed)',
    '  backend    1234567  verified  not there',
    '  front      1234567  deployed  –',
    '  insights: its tree is not changed',
    '  infra: has no feature/x',
    '  front: the branch is gone; told by its last commit 1234567',
    '  backend: prod is pinned to 7654321, an earlier commit of it',
    'then:  npx nx …',
  ]);
});

it.each([
  ['backend', 'backend  1234567  dev: verified, prod: not there'],
  ['insights', 'insights  its tree is not changed by feature/x'],
  ['infra', 'infra  its repository has no feature/x, others have'],
])('says of %s in one line where it is', (name, expected) => {
  expect(renderFeatureRow(document(), name)).toBe(expected);
});

describe('what takes a feature further', () => {
  const { repos } = manifest();
  const environments = {
    dev: { account, region },
    preprod: { account, region, promotesFrom: 'dev' },
    prod: { account, region, promotesFrom: 'preprod', closed: 'not yet' },
  };
  const shown = Object.keys(environments).map((environment) => ({ environment, closed: false }));
  const next = (states: Parameters<typeof place>[1][], change: Partial<FeatureDocument> = {}) =>
    featureNext(
      { environments, repos },
      document({
        environments: shown,
        repos: [{ repo: 'backend', branch: 'there', commit }],
        components: [
          row('backend', ...states.map((state, index) => place(shown[index]?.environment ?? '', state))),
        ],
        ...change,
      }),
    );

  it.each<[string, Parameters<typeof place>[1][], string | null]>([
    [
      'nowhere',
      ['not-there', 'not-there', 'not-there'],
      'npx nx g nx-convoy:feature feature/x --environment=dev',
    ],
    ['pinned', ['pinned', 'not-there', 'not-there'], 'npx nx run-many -t deploy --configuration=dev'],
    ['deployed', ['deployed', 'not-there', 'not-there'], 'npx nx run-many -t verify --configuration=dev'],
    [
      'verified',
      ['verified', 'not-there', 'not-there'],
      'npx nx g nx-convoy:promote --from=dev --to=preprod --feature=feature/x',
    ],
    ['before a closed environment', ['verified', 'verified', 'not-there'], null],
    ['everywhere', ['verified', 'verified', 'verified'], null],
    [
      'where a component does not exist',
      ['absent', 'pinned', 'not-there'],
      'npx nx run-many -t deploy --configuration=preprod',
    ],
  ])('%s', (_name, states, expected) => {
    expect(next(states)).toBe(expected);
  });

  it('names the branch no more where it is gone', () => {
    const gone = { repos: [{ repo: 'backend', branch: 'gone' as const, commit }] };
    expect(next(['verified', 'not-there', 'not-there'], gone)).toBe(
      'npx nx g nx-convoy:promote --from=dev --to=preprod',
    );
  });
});
