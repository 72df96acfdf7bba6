import type { ExecutorContext } from '@nx/devkit';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { plainReport } from '../../decide/receipt-report';
import { askSession } from '../../flows/ask-session';
import { askDatabase, connectOf, readWish, type SqlEnd } from '../../flows/ask-database';
import { writeDatabase } from '../../flows/write-database';
import { flagMisplaced } from '../../model/flag-errors';
import { sqlMissing } from '../../model/sql-errors';
import { unreachable } from '../../model/unreachable';
import { underNx, type Task, type TaskEnd } from '../under-nx';

export interface SqlExecutorOptions {
  readonly query?: string;
  readonly file?: string;
  readonly write?: boolean;
}

export default function sqlExecutor(
  options: SqlExecutorOptions,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  return underNx('sql', context, async (task) => {
    const { order, world } = task;
    const { name } = order.component;
    const mayWrite = options.write === true;
    await connectOf(order, world);
    if (isPrompt(options) && world.questions.isThere) return endOf(name, await askSession(order, world));
    const lines = await readWish(order, { text: await textOf(options, task), mayWrite }, world);
    const end = mayWrite
      ? await writeDatabase(order, lines, world)
      : await askDatabase(order, { lines, mayWrite }, world);
    const summary = sayEnd(end, mayWrite);
    world.output.line(`${name}: ${summary}`);
    const success = end.type === 'answered';
    const outcome = success ? 'unchanged' : 'failed';
    return { success, note: { type: 'work', target: 'sql', report: plainReport(name, outcome, summary) } };
  });
}

function isPrompt({ query, file, write }: SqlExecutorOptions): boolean {
  return query === undefined && file === undefined && write !== true;
}

function endOf(name: string, answered: number): TaskEnd {
  const summary = `${answered} ${answered === 1 ? 'statement' : 'statements'} answered; nothing was written`;
  return {
    success: true,
    note: { type: 'work', target: 'sql', report: plainReport(name, 'unchanged', summary) },
  };
}

async function textOf({ query, file }: SqlExecutorOptions, { order, workspace }: Task): Promise<string> {
  if (query !== undefined && file !== undefined)
    throw flagMisplaced('file', 'a --query is asked already', 'leave one of them out');
  if (query !== undefined) return query;
  if (file !== undefined) return readFile(resolve(workspace.root, file), 'utf8');
  const { name, environment } = order.component;
  throw sqlMissing(name, environment);
}

function sayEnd(end: SqlEnd, mayWrite: boolean): string {
  switch (end.type) {
    case 'answered':
      return mayWrite ? 'written, and recorded in the ledger' : 'answered; nothing was written';
    case 'failed':
      return `${end.message}; nothing was written`;
    case 'cut':
      return mayWrite ? `${end.message}; whether it was written is not known` : end.message;
    default:
      return unreachable(end);
  }
}
