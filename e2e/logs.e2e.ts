import { kill } from 'node:process';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { processesOf, runOf, until } from './harness/processes';
import { Sandbox } from './harness/sandbox';

jest.setTimeout(5 * 60_000);

const FUNCTIONS = {
  'profile-360-backend': 'profile-360-backend-dev-api',
  'assurex-insights-engine': 'assurex-dormant-agent-dev',
  'assurex-infra-graphql': 'assurex-dev-graphql',
};
/** Of each function. */
const LINES = 3_400;
const AT_ONCE = 200;

let sandbox: Sandbox;
let logs: CloudWatchLogsClient;
beforeAll(async () => {
  sandbox = await Sandbox.start();
  const { awsEndpoint: endpoint, awsAccessKeyId, awsSecretAccessKey } = sandbox.describe();
  const credentials = { accessKeyId: awsAccessKeyId, secretAccessKey: awsSecretAccessKey };
  logs = new CloudWatchLogsClient({ endpoint, credentials, region: 'us-east-1' });
});
afterAll(async () => {
  logs.destroy();
  await sandbox.stop();
});

/** Two streams a function, as two of its instances have; the lines say where they come from and which they are. */
async function write(name: string, begin: number, end: number): Promise<void> {
  const logGroupName = `/aws/lambda/${name}`;
  for (let at = begin; at < end; at += AT_ONCE) {
    const logStreamName = at % (2 * AT_ONCE) === 0 ? 'one' : 'two';
    const logEvents = Array.from({ length: Math.min(AT_ONCE, end - at) }, (_, index) => ({
      timestamp: Date.now(),
      message: `${name} wrote ${at + index}\n`,
    }));
    await logs.send(new PutLogEventsCommand({ logGroupName, logStreamName, logEvents }));
  }
}

async function makeGroups(): Promise<void> {
  for (const name of Object.values(FUNCTIONS)) {
    const logGroupName = `/aws/lambda/${name}`;
    await logs.send(new CreateLogGroupCommand({ logGroupName }));
    for (const logStreamName of ['one', 'two'])
      await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
  }
}

it('follows more than 10,000 lines of several functions and loses none, shows none twice, and ends on Ctrl-C', async () => {
  const following = sandbox.start(['run', 'convoy:logs:dev']);
  const run = await runOf(following);
  // Nx names a task before the process of the task is there.
  await until('the follower', () => processesOf(run).length > 0);
  // The groups come only now, as those of a first deploy do.
  await makeGroups();
  const names = Object.values(FUNCTIONS);
  await Promise.all(names.map((name) => write(name, 0, LINES)));
  const count = (): number => following.output().match(/ wrote \d+/g)?.length ?? 0;
  try {
    await until('every line', () => count() >= names.length * LINES);
  } finally {
    kill(-following.pid, 'SIGINT');
  }
  const asked = performance.now();
  const { output } = await following.ended;
  expect(performance.now() - asked).toBeLessThan(5_000);
  for (const [component, name] of Object.entries(FUNCTIONS)) {
    const shown = [...output.matchAll(new RegExp(`^${component} +[\\d:.]+ {2}${name} wrote (\\d+)$`, 'gm'))];
    const numbers = shown.map(([, number]) => Number(number));
    expect(numbers).toHaveLength(LINES);
    expect(new Set(numbers).size).toBe(LINES);
  }
  expect(names.length * LINES).toBeGreaterThan(10_000);
  expect(processesOf(run)).toEqual([]);
});

it('shows what there was, of one component, with what was asked for, and ends', async () => {
  const words = ['logs', 'profile-360-backend', '--configuration=dev', '--follow=false', '--since=1h'];
  const { code, output } = await sandbox.nx([...words, '--filter=wrote 17']);
  expect(code).toBe(0);
  const shown = output.match(/-api wrote \d+/g) ?? [];
  expect(shown.length).toBe(
    Array.from({ length: LINES }, (_, index) => String(index)).filter((each) => each.startsWith('17')).length,
  );
  expect(output).not.toContain('assurex-dormant-agent-dev');
  expect((await sandbox.nx([...words, '--errors'])).output).not.toContain('wrote');
});

it('refuses a time that is none', async () => {
  const { code, output } = await sandbox.nx(['run', 'convoy:logs:dev', '--since=yesterday']);
  expect(code).not.toBe(0);
  expect(output).toContain('CONVOY_FLAG_INVALID');
});
