import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  PutMetricAlarmCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import {
  CreateFunctionCommand,
  InvokeCommand,
  LambdaClient,
  waitUntilFunctionActiveV2,
} from '@aws-sdk/client-lambda';
import { createWatch } from '../../src/effects/aws/watch';
import type { Watch } from '../../src/effects/watch-port';
import type { Alarm, AlarmState } from '../../src/model/alarm';
import { FakeWatch } from '../fakes/fake-watch';
import { openEmulator } from './emulator';
import { zip } from './zip';

interface Setup {
  readonly watch: Watch;
  /** What CloudWatch's own evaluation does: the emulator has none that can be relied on. */
  setState(name: string, state: AlarmState): Promise<void>;
  putFunction(name: string): Promise<void>;
  invoke(name: string, failing: boolean): Promise<void>;
  now(): string;
  readonly close: () => Promise<void>;
}

const TOPIC = 'arn:aws:sns:us-east-2:111122223333:night-watch';

async function fake(): Promise<Setup> {
  const now = (): string => '2026-03-02T12:00:30.000Z';
  const watch = new FakeWatch(now);
  return {
    watch,
    setState: async (name, state) => watch.setState(name, state),
    putFunction: async () => undefined,
    invoke: async (name, failed) => watch.invoke(name, { failed }),
    now,
    close: async () => undefined,
  };
}

let cloudWatch: CloudWatchClient;

async function real(): Promise<Setup> {
  const { endpoint, credentials, close } = await openEmulator();
  const settings = { endpoint, credentials, region: 'us-east-2' };
  cloudWatch = new CloudWatchClient(settings);
  const lambda = new LambdaClient(settings);
  return {
    watch: createWatch({ ...settings, profile: null, role: null, session: 'test' }),
    setState: async (AlarmName, StateValue) => {
      await cloudWatch.send(new SetAlarmStateCommand({ AlarmName, StateValue, StateReason: 'a test' }));
    },
    putFunction: async (name) => {
      const code = `def handle(event, context):\n    if event['failing']: raise ValueError('raised')\n    return 'well'\n`;
      await lambda.send(
        new CreateFunctionCommand({
          FunctionName: name,
          Runtime: 'python3.12',
          Handler: 'main.handle',
          Role: 'arn:aws:iam::111122223333:role/any',
          Code: { ZipFile: zip('main.py', code) },
        }),
      );
      await waitUntilFunctionActiveV2(
        { client: lambda, maxWaitTime: 30, minDelay: 1, maxDelay: 1 },
        { FunctionName: name },
      );
    },
    invoke: async (FunctionName, failing) => {
      await lambda.send(new InvokeCommand({ FunctionName, Payload: JSON.stringify({ failing }) }));
    },
    now: () => new Date().toISOString(),
    close,
  };
}

describe.each([
  ['fake', fake],
  ['real', real],
])('watch (%s)', (kind, open) => {
  let setup: Setup;
  let watch: Watch;
  let name: string;
  let count = 0;
  jest.setTimeout(30_000);

  beforeAll(async () => {
    setup = await open();
    watch = setup.watch;
  }, 120_000);
  afterAll(() => setup.close(), 30_000);
  beforeEach(() => {
    count += 1;
    name = `api-${kind}-${count}-errors`;
  });

  const alarm = (change: Partial<Alarm> = {}): Alarm => ({
    name,
    namespace: 'AWS/Lambda',
    metric: 'Errors',
    statistic: 'Sum',
    periodSeconds: 300,
    evaluationPeriods: 1,
    threshold: 10,
    comparison: 'GreaterThanThreshold',
    dimensions: { FunctionName: 'api', Resource: 'api:live' },
    treatMissingData: 'notBreaching',
    ...change,
  });

  it('tells of no alarm that does not exist', async () => {
    expect(await watch.alarms([name])).toEqual([]);
    expect(await watch.alarms([])).toEqual([]);
  });

  it('puts an alarm that has no data yet, and reads it back as it was wanted', async () => {
    expect(await watch.putAlarm(alarm())).toBe('put');
    const [found] = await watch.alarms([name]);
    expect(found).toMatchObject({ name, state: 'INSUFFICIENT_DATA', definition: alarm() });
    expect(new Date(found?.updatedAt ?? '').toISOString()).toBe(found?.updatedAt);
  });

  it('reads a percentile back', async () => {
    await watch.putAlarm(alarm({ statistic: 'p95', metric: 'Duration' }));
    expect((await watch.alarms([name]))[0]?.definition?.statistic).toBe('p95');
  });

  it('leaves an alarm alone that is so already, and changes one that is not; its state stays', async () => {
    await watch.putAlarm(alarm());
    await setup.setState(name, 'ALARM');
    expect(await watch.putAlarm(alarm({ dimensions: { Resource: 'api:live', FunctionName: 'api' } }))).toBe(
      'unchanged',
    );
    expect(await watch.putAlarm(alarm({ threshold: 5 }))).toBe('put');
    expect((await watch.alarms([name]))[0]).toMatchObject({ state: 'ALARM', definition: { threshold: 5 } });
  });

  it.each(['OK', 'ALARM', 'INSUFFICIENT_DATA'] as const)('reads the state %s', async (state) => {
    await watch.putAlarm(alarm());
    await setup.setState(name, state);
    expect((await watch.alarms([name]))[0]?.state).toBe(state);
  });

  it('tells of more alarms than one question may name, in the order that was asked', async () => {
    const names = Array.from({ length: 120 }, (_, index) => `${name}-${index}`);
    for (const each of names) await watch.putAlarm(alarm({ name: each }));
    const asked = [...names].reverse();
    expect((await watch.alarms([...asked, 'nobody'])).map((each) => each.name)).toEqual(asked);
  });

  it('counts what each function did in a span, and nothing of the others', async () => {
    const [busy, idle] = [`busy-${kind}`, `idle-${kind}`];
    await setup.putFunction(busy);
    const from = setup.now();
    for (const failing of [false, true, false]) await setup.invoke(busy, failing);
    const to = new Date(Date.parse(setup.now()) + 1).toISOString();
    const [first, second] = await watch.functionMetrics([busy, idle], { from, to });
    expect(first).toEqual({
      function: busy,
      invocations: 3,
      errors: 1,
      throttles: 0,
      durationP95Milliseconds: expect.any(Number) as number,
    });
    expect(first?.durationP95Milliseconds).toBeGreaterThan(0);
    expect(second).toEqual({
      function: idle,
      invocations: 0,
      errors: 0,
      throttles: 0,
      durationP95Milliseconds: null,
    });
    const before = new Date(Date.parse(from) - 3_600_000).toISOString();
    const [earlier] = await watch.functionMetrics([busy], { from: before, to: before });
    expect(earlier?.invocations).toBe(0);
  });

  if (kind === 'real') {
    const attached = { AlarmActions: [TOPIC], OKActions: [TOPIC], AlarmDescription: 'call Ada' };
    const byHand = {
      Namespace: 'AWS/Lambda',
      MetricName: 'Errors',
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 3,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanThreshold',
    } as const;

    it('keeps the actions and the words that somebody gave an alarm', async () => {
      await cloudWatch.send(new PutMetricAlarmCommand({ AlarmName: name, ...byHand, ...attached }));
      expect(await watch.putAlarm(alarm())).toBe('put');
      const { MetricAlarms = [] } = await cloudWatch.send(new DescribeAlarmsCommand({ AlarmNames: [name] }));
      expect(MetricAlarms[0]).toMatchObject({ ...attached, Threshold: 10, TreatMissingData: 'notBreaching' });
    });

    it('has no definition of an alarm that goes by less than all its periods, and puts it anew', async () => {
      await cloudWatch.send(new PutMetricAlarmCommand({ AlarmName: name, ...byHand, DatapointsToAlarm: 2 }));
      expect((await watch.alarms([name]))[0]?.definition).toBeNull();
      expect(await watch.putAlarm(alarm())).toBe('put');
      expect((await watch.alarms([name]))[0]?.definition).toEqual(alarm());
    });
  }
});
