import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  GetFunctionCommand,
  LambdaClient,
  UpdateFunctionCodeCommand,
  waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda';
import { zip } from '../packages/nx-convoy/tests/contract/zip';
import { Sandbox, type Report } from './harness/sandbox';

// One story, told in order, in one sandbox: what a verification costs, and when it is believed without looking again.
jest.setTimeout(10 * 60_000);

const COMPONENTS = [
  'assurex-infra-database',
  'profile-360-backend',
  'assurex-insights-engine',
  'assurex-infra-graphql',
  'trustx',
] as const;

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await Sandbox.start();
  const { report } = await sandbox.deploy('dev');
  expect(report.outcome).toBe('released');
});
afterAll(async () => {
  await sandbox.stop();
});

interface Verification {
  readonly code: number;
  readonly output: string;
  readonly report: Report;
  /** Components that were looked at, instead of replayed. */
  readonly asked: string[];
}

async function verify(...flags: string[]): Promise<Verification> {
  const words = ['run-many', '-t', 'verify', '--configuration=dev', ...flags];
  // One process less for each of these many runs.
  const { code, output } = await sandbox.nx(words, { NX_ISOLATE_PLUGINS: 'false' });
  const report = sandbox.lastReport(output);
  const replayed = /unchanged, verified \S+ by run (\w+)/;
  const asked = report.components
    .filter(({ summary }) => !replayed.test(summary))
    .map((each) => each.component);
  return { code, output, report, asked: asked.sort() };
}

describe('cached verification', () => {
  it('looks at everything once after a deploy, then says who looked and when', async () => {
    const first = await verify();
    expect(first.asked).toEqual([...COMPONENTS].sort());
    expect(first.code).toBe(0);
    const second = await verify();
    expect(second.asked).toEqual([]);
    expect(second.code).toBe(0);
    expect(second.output).toContain('5 out of 5 tasks');
    for (const each of second.report.components) {
      expect(each.verdict).toBe('passed');
      expect(each.summary).toMatch(new RegExp(`^unchanged, verified 20\\S+Z by run ${first.report.run}$`));
    }
  });

  it('writes nothing and takes no lock for what is replayed', async () => {
    const head = sandbox.ledger('rev-parse', 'refs/heads/deployments/dev');
    await verify();
    expect(sandbox.ledger('rev-parse', 'refs/heads/deployments/dev')).toBe(head);
  });

  it('looks again where a person wants it: --skip-nx-cache', async () => {
    const { asked, code } = await verify('--skip-nx-cache');
    expect(asked).toEqual([...COMPONENTS].sort());
    expect(code).toBe(0);
    expect((await verify()).asked).toEqual([...COMPONENTS].sort());
    expect((await verify()).asked).toEqual([]);
  });

  it('is of one environment: nothing that passed in dev is believed of preprod', async () => {
    const { code, output } = await sandbox.nx(['run-many', '-t', 'verify', '--configuration=preprod']);
    expect(code).not.toBe(0);
    expect(output).toContain('CONVOY_NOT_DEPLOYED');
    expect(output).not.toContain('from the cache');
  });

  it('is of one declaration and age: a changed check or an old pass is looked at again', async () => {
    const path = join(sandbox.root, 'repos.json');
    const text = readFileSync(path, 'utf8');
    const edited = text
      .replace('"contains": "TrustX"', '"contains": "Trust"')
      .replace('"kind": "analytics",', '"kind": "analytics",\n          "maxAge": "1s",');
    expect(edited).not.toBe(text);
    writeFileSync(path, edited);
    try {
      expect((await verify()).asked).toEqual(['assurex-insights-engine', 'trustx']);
      expect((await verify()).asked).toEqual(['assurex-insights-engine']);
    } finally {
      writeFileSync(path, text);
    }
    await verify();
  });

  it('sees a function that somebody updated by hand, fails it, and does not keep the failure', async () => {
    const lambda = new LambdaClient(client('us-east-1'));
    const FunctionName = 'assurex-dormant-agent-dev';
    const { Code } = await lambda.send(new GetFunctionCommand({ FunctionName }));
    const original = await (await fetch(Code?.Location ?? '')).arrayBuffer();
    const put = async (ZipFile: Uint8Array): Promise<void> => {
      await lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile }));
      await waitUntilFunctionUpdatedV2({ client: lambda, maxWaitTime: 30 }, { FunctionName });
    };
    expect((await verify()).asked).toEqual([]);
    await put(zip('handler.py', 'def handle(event, context):\n    return {"status": "healthy"}\n'));
    for (let times = 0; times < 2; times += 1) {
      const { asked, code, output } = await verify('-p', 'assurex-insights-engine,profile-360-backend');
      expect(asked).toEqual(['assurex-insights-engine']);
      expect(code).not.toBe(0);
      expect(output).toContain('what is live was changed since run');
    }
    await put(new Uint8Array(original));
    lambda.destroy();
    expect((await verify()).asked).toEqual(['assurex-insights-engine']);
    expect((await verify()).asked).toEqual([]);
  });

  it('never answers for a run that deploys', async () => {
    const { code, output } = await sandbox.nx(['run-many', '-t', 'deploy', 'verify', '--configuration=dev']);
    expect(code).toBe(0);
    expect(output).not.toMatch(/verify:dev {2}\[/);
  });
});

describe('consistency of the repositories', () => {
  it('finds every kind of reference in the order of deploys, and nothing that is not', async () => {
    const { code, output } = await sandbox.nx(['run', 'convoy:edges:dev', '--outputFile=edges.json']);
    expect(code).toBe(0);
    expect(output).toContain('every reference is in the deploy order');
    const { references } = JSON.parse(readFileSync(join(sandbox.root, 'edges.json'), 'utf8')) as {
      references: { kind: string }[];
    };
    const kinds = [...new Set(references.map((each) => each.kind))].sort();
    expect(kinds).toEqual(['export', 'function', 'host', 'parameter']);
  });

  it('finds the same runtime and packages everywhere, declared and live', async () => {
    const { code, output } = await sandbox.nx(['run', 'convoy:runtimes:dev']);
    expect(code).toBe(0);
    expect(output).toMatch(/\d+ runtimes declared or live: python3\.12\n/);
    expect(output).toMatch(/same everywhere: osls \S+, pg8000 \S+/);
  });
});

function client(region: string) {
  const { awsEndpoint, awsAccessKeyId, awsSecretAccessKey } = sandbox.describe();
  const credentials = { accessKeyId: awsAccessKeyId, secretAccessKey: awsSecretAccessKey };
  return { region, endpoint: awsEndpoint, credentials };
}
