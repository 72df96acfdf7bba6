import { liveFunction, liveState, resolvedComponent } from '../../../tests/fakes/values';
import { readersOf, type LiveReader } from './readers-of';
import { stillReadRefusal, type SharedNames, type StillReadFacts } from './still-read-refusal';

const nothing: SharedNames = { outputs: [], exports: [], layers: [] };
const stillReadFacts = (change: Partial<StillReadFacts>): StillReadFacts => ({
  component: 'backend',
  environment: 'preprod',
  before: nothing,
  after: nothing,
  readers: [],
  ...change,
});

describe('stillReadRefusal', () => {
  it.each([
    ['outputs', 'output Url'],
    ['exports', 'export Url'],
    ['layers', 'layer Url'],
  ] as const)('refuses to take away one of the %s that a live component reads', (kind, value) => {
    const named = { ...nothing, [kind]: ['Url'] };
    const readers = [
      { ...named, component: 'frontend' },
      { ...named, component: 'jobs' },
      { ...nothing, component: 'other' },
    ];
    const refusal = stillReadRefusal(stillReadFacts({ before: named, readers }));
    expect(refusal).toMatchObject({
      code: 'CONVOY_STILL_READ',
      message: `backend would no longer have ${value} in preprod\nfrontend and jobs read it there`,
      remedy:
        'two steps: first deploy frontend and jobs without it, with backend as it is:  npx nx run-many -t deploy -p frontend,jobs --configuration=preprod        then remove it from backend',
    });
  });

  it('does not mix up names of different kinds', () => {
    const before = { ...nothing, outputs: ['Url'] };
    const readers = [{ ...nothing, layers: ['Url'], exports: ['Url'], component: 'frontend' }];
    expect(stillReadRefusal(stillReadFacts({ before, readers }))).toBeNull();
  });

  it('has nothing against what stays, what is new, and what nobody reads', () => {
    const [one, two] = [
      { ...nothing, outputs: ['Url'] },
      { ...nothing, outputs: ['Url', 'Arn'] },
    ];
    const readers = [{ ...nothing, outputs: ['Url'], component: 'frontend' }];
    expect(stillReadRefusal(stillReadFacts({ before: one, after: one, readers }))).toBeNull();
    expect(stillReadRefusal(stillReadFacts({ before: one, after: two, readers }))).toBeNull();
    expect(stillReadRefusal(stillReadFacts({ before: two, after: one, readers }))).toBeNull();
    expect(stillReadRefusal(stillReadFacts({ before: one }))).toBeNull();
  });
});

describe('readersOf', () => {
  const reader = (
    name: string,
    change: Parameters<typeof resolvedComponent>[0],
    live = liveState(),
  ): LiveReader => ({
    component: resolvedComponent({ name, ...change }),
    live,
  });

  it('finds outputs wherever a declaration fills them in', () => {
    const found = readersOf('backend', [
      reader('frontend', {
        deploy: [{ argv: ['build', '--api={outputs.backend.Url}'], in: '.', timeoutSeconds: 1 }],
      }),
      reader('jobs', {
        checks: [
          {
            kind: 'http',
            url: '{outputs.backend.Url}/x?y={outputs.backend.Key}&z={outputs.other.Key}&s={stage}',
            method: 'GET',
            status: 200,
            bearer: null,
            json: null,
            contains: null,
            version: null,
          },
        ],
      }),
      reader('other', {}),
    ]);
    expect(found).toEqual([
      { component: 'frontend', outputs: ['Url'], exports: [], layers: [] },
      { component: 'jobs', outputs: ['Url', 'Key'], exports: [], layers: [] },
      { component: 'other', outputs: [], exports: [], layers: [] },
    ]);
  });

  it('finds layers that are declared, and those that a function still has', () => {
    const functions = [{ name: 'api', alias: null, layers: ['db'] }];
    const arn = (name: string) => `arn:aws:lambda:us-east-1:1:layer:${name}:3`;
    const live = liveState({ functions: [liveFunction({ name: 'api', layers: [arn('db'), arn('old')] })] });
    const observes = { stacks: [], functions, layers: [] };
    expect(readersOf('backend', [reader('frontend', { observes }, live)])).toMatchObject([
      { component: 'frontend', layers: ['db', 'old'] },
    ]);
  });

  it('does not take a component for its own reader', () => {
    const observes = {
      stacks: [],
      functions: [{ name: 'api', alias: null, layers: ['db'] }],
      layers: ['db'],
    };
    expect(readersOf('backend', [reader('backend', { observes })])).toEqual([]);
  });
});
