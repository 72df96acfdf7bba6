import { parseArgs } from 'node:util';
import { down } from './down';
import { reset } from './reset';
import { SandboxError } from './sandbox-error';
import type { SandboxOrder } from './sandbox-order';
import { status, type SandboxStatus } from './status';
import { up } from './up';

const usage = 'up | down | status | reset   [--root <folder>] [--manifest <repos.json>] [--venv <folder>]';

/** The sandbox's command line: the only place that prints, reads the environment and decides the exit code. */
async function runCommandLine(): Promise<number> {
  const text = { type: 'string' } as const;
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { root: text, manifest: text, venv: text },
  });
  const order: SandboxOrder = {
    ...values,
    venv: values.venv ?? process.env['CONVOY_SANDBOX_VENV'],
    root: values.root ?? process.cwd(),
    environment: process.env,
    announce: (line) => process.stdout.write(`${line}\n`),
  };
  const startedAt = Date.now();
  switch (positionals[0]) {
    case 'up':
      await up(order);
      return (await tellStatus(order, startedAt)).isUp ? 0 : 1;
    case 'reset':
      await reset(order);
      return (await tellStatus(order, startedAt)).isUp ? 0 : 1;
    case 'status':
      return (await tellStatus(order)).isBroken ? 1 : 0;
    case 'down':
      await down(order);
      return 0;
    default:
      throw new SandboxError(`There is no verb ${positionals[0] ?? ''}.`, usage);
  }
}

async function tellStatus(order: SandboxOrder, startedAt?: number): Promise<SandboxStatus> {
  const found = await status(order);
  const took = startedAt === undefined ? '' : `\n(${((Date.now() - startedAt) / 1000).toFixed(1)} s)`;
  order.announce(`${found.text}${took}`);
  return found;
}

runCommandLine().then(
  (code) => process.exit(code),
  (error: unknown) => {
    const isOurs = error instanceof SandboxError;
    const words = isOurs
      ? `${error.message}\n${error.remedy}`
      : error instanceof Error
        ? error.stack
        : String(error);
    process.stderr.write(`✘ ${words ?? ''}\n`);
    process.exit(1);
  },
);
