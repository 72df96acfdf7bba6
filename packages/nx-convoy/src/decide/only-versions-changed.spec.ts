import { liveFunction, liveState } from '../../tests/fakes/values';
import type { LiveState } from '../model/live-state';
import { onlyVersionsChanged } from './only-versions-changed';

const alias = (version: string) => ({ name: 'live', version, codeSha256: `code-${version}` });
const stack = {
  name: 'main',
  status: 'UPDATE_COMPLETE',
  updatedAt: '2026-03-01T10:00:00Z',
  outputs: { Url: 'x' },
};
const before = liveState({
  functions: [
    liveFunction({ name: 'api', codeSha256: 'code-1', alias: alias('1') }),
    liveFunction({ name: 'worker' }),
  ],
  stacks: [stack],
  schema: { version: 3, migrations: [] },
});
function changed(change: { api?: object; worker?: object } & Partial<LiveState>): LiveState {
  const { api, worker, ...rest } = change;
  const [first, second] = before.functions;
  return {
    ...before,
    functions: [
      { ...first!, ...api },
      { ...second!, ...worker },
    ],
    ...rest,
  };
}

it('finds versions alone where the code behind an alias changed, and times of stacks', () => {
  const now = changed({
    api: { codeSha256: 'code-2', alias: alias('2') },
    stacks: [{ ...stack, updatedAt: '2026-03-02T10:00:00Z' }],
  });
  expect(onlyVersionsChanged(before, now)).toBe(true);
});

it('finds versions alone where packagers name the newest version in an output', () => {
  const arn = (version: number) => `arn:aws:lambda:us-east-1:533267024692:function:api:${version}`;
  const withOutput = (version: number) =>
    liveState({
      ...before,
      stacks: [{ ...stack, outputs: { ApiLambdaFunctionQualifiedArn: arn(version) } }],
    });
  expect(onlyVersionsChanged(withOutput(1), withOutput(2))).toBe(true);
});

it.each<[string, LiveState]>([
  ['the code of a function without an alias', changed({ worker: { codeSha256: 'code-9' } })],
  ['a layer', changed({ api: { layers: ['arn:layer:db:2'] } })],
  ['a runtime', changed({ api: { runtime: 'python3.13' } })],
  ['an alias that is new', changed({ worker: { alias: alias('1') } })],
  ['an output of a stack', changed({ stacks: [{ ...stack, outputs: { Url: 'y' } }] })],
  ['a stack that is new', changed({ stacks: [stack, { ...stack, name: 'other' }] })],
  ['the schema', changed({ schema: { version: 4, migrations: [] } })],
  ['a function that is gone', { ...before, functions: before.functions.slice(0, 1) }],
])('sees that more changed: %s', (_what, now) => {
  expect(onlyVersionsChanged(before, now)).toBe(false);
});
