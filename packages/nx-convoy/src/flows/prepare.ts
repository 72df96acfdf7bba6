import { digestOf } from '../model/digest';
import type { ShellOutcome } from '../effects/ports';
import type { PrepareCommand } from '../model/resolved-component';
import { join } from 'node:path';
import type { Order } from './order';
import type { World } from './world';

export type Preparation =
  | { readonly type: 'prepared'; readonly summary: string }
  | { readonly type: 'failed'; readonly step: string; readonly message: string }
  | { readonly type: 'interrupted' };

/**
 * Makes the worktree of the pinned commit and runs what does not depend on the environment. Reads nothing from the cloud and gets no
 * cloud credentials, so it may run while earlier components deploy. Finished work is marked last and not done again.
 */
export async function prepare(order: Order, world: World): Promise<Preparation> {
  const { component, pin } = order;
  return world.artefacts.alone(`prepare-${component.name}-${pin.commit}`, async () => {
    const key = digestOf([component.prepare, pin.commit]);
    const repo = { name: component.repo, url: component.url };
    await world.repos.ensure(repo, pin.commit);
    const folder = world.artefacts.folder(component.name, pin.commit);
    if ((await world.artefacts.preparedKey(component.name, pin.commit)) === key)
      return { type: 'prepared', summary: 'already prepared' };
    await world.repos.worktree(repo, pin.commit, folder);
    for (const command of component.prepare) {
      const outcome = await runOrRestore(command, { folder, order, world });
      if (outcome.type !== 'prepared') return outcome;
    }
    await world.artefacts.markPrepared(component.name, pin.commit, key);
    return {
      type: 'prepared',
      summary: `${component.prepare.length} ${component.prepare.length === 1 ? 'step' : 'steps'}`,
    };
  });
}

interface Workshop {
  readonly folder: string;
  readonly order: Order;
  readonly world: World;
}

async function runOrRestore(command: PrepareCommand, workshop: Workshop): Promise<Preparation> {
  const { folder, world } = workshop;
  if (command.keeps.length === 0) return runPrepare(command, workshop);
  const content = await world.artefacts.digest(folder, command.keyedBy);
  const key = digestOf([
    command.argv,
    command.in,
    command.keeps,
    content,
    process.version,
    process.platform,
    process.arch,
  ]);
  return world.artefacts.alone(`keep-${key}`, async () => {
    if (await world.artefacts.restore(key, folder, command.keeps))
      return { type: 'prepared', summary: 'restored' };
    const outcome = await world.artefacts.slot(() => runPrepare(command, workshop));
    if (outcome.type === 'prepared') await world.artefacts.keep(key, folder, command.keeps);
    return outcome;
  });
}

async function runPrepare(command: PrepareCommand, { folder, order, world }: Workshop): Promise<Preparation> {
  const outcome = await world.shell.run({
    command,
    folder: join(folder, command.in),
    environment: await world.childEnvironment(order.component, 'prepare'),
    onLine: (line) => world.output.line(line),
  });
  return toPreparation(outcome, command.argv.join(' '));
}

function toPreparation(outcome: ShellOutcome, step: string): Preparation {
  switch (outcome.type) {
    case 'exited':
      if (outcome.code === 0) return { type: 'prepared', summary: step };
      return { type: 'failed', step, message: `exit code ${outcome.code}\n${outcome.tail}` };
    case 'timed-out':
      return { type: 'failed', step, message: `did not end within ${outcome.seconds} s\n${outcome.tail}` };
    case 'not-started':
      return { type: 'failed', step, message: outcome.message };
    case 'interrupted':
      return { type: 'interrupted' };
  }
}
