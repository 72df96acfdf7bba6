import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const PROGRAM = join(__dirname, 'programs', 'use-port.ts');

/** Does each job in a process of its own, all at the same time; answers what they printed. */
export async function inProcesses(jobs: readonly object[]): Promise<string[]> {
  const runs = jobs.map((job) =>
    promisify(execFile)(
      process.execPath,
      [...process.execArgv, '-r', '@swc-node/register', PROGRAM, JSON.stringify(job)],
      { env: { ...process.env, SWC_NODE_PROJECT: join(__dirname, '../../../../tsconfig.json') } },
    ),
  );
  return (await Promise.all(runs)).map(({ stdout }) => stdout.trim());
}
