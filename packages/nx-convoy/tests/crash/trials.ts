import { readFileSync, rmSync } from 'node:fs';
import { kill } from 'node:process';
import { endedState } from './ended-state';
import type { Paused, Point } from './killing';
import { copied, finished, stopped, toldEnd, unlike, type Stage } from './stage';

/** Killed at a point, then the same command again: what is left otherwise than by an uninterrupted run; none: all is well. */
export async function afterKill(stage: Stage, point: Point): Promise<string[]> {
  const folder = copied(stage);
  const child = stopped(stage, folder, point);
  const signal = await new Promise((resolve) => child.on('exit', (_code, by) => resolve(by)));
  if (signal !== 'SIGKILL') return [`it was not killed: ${String(signal)}`];
  const between = endedState(folder);
  const { outcomes, refused } = await finished(stage.program, folder, 'resumed');
  const found = endedState(folder);
  rmSync(folder, { recursive: true, force: true });
  const repeated = Object.entries(between.verifiedBy).flatMap(([name, run]) =>
    run !== 'hit' || found.verifiedBy[name] === 'hit'
      ? []
      : [`${name} was verified and is deployed again: ${outcomes[name] ?? ''}`],
  );
  const wrong = [...(refused === null ? [] : [`refused: ${refused}`]), ...unlike(found, stage), ...repeated];
  return wrong.length === 0 ? [] : [`the second run: ${JSON.stringify(outcomes)}`, ...wrong];
}

/** Paused at a point until another run has taken over and ended: what the paused run did after that. */
export async function afterPause(stage: Stage, point: Point): Promise<string[]> {
  const folder = copied(stage);
  const child = stopped(stage, folder, point);
  const ended = new Promise((resolve) => child.on('exit', (code, by) => resolve(code ?? by)));
  try {
    await untilStopped(child.pid ?? 0);
    const { refused } = await finished(stage.program, folder, 'other');
    const before = endedState(folder);
    kill(child.pid ?? 0, 'SIGCONT');
    const end = await ended;
    if (end !== 0) return [`the paused run ended with ${String(end)}`];
    const after = endedState(folder);
    return [
      ...(refused === null ? [] : [`the other run was refused: ${refused}`]),
      ...unlike(before, stage),
      ...written(before.messages, after.messages),
      ...(before.lock === after.lock ? [] : [`the lock is of ${String(after.lock)}`]),
      ...begunAfterPause(folder, point, after.happened.slice(before.happened.length)),
    ];
  } finally {
    child.kill('SIGKILL');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  }
}

function written(before: readonly string[], after: readonly string[]): string[] {
  return after.slice(0, after.length - before.length).map((message) => `it wrote to the ledger: ${message}`);
}

/** Calls that are steps; storing a template by its digest is none, and changes nothing that is live. */
const STEP =
  / (shell\.run|repos\.push|pages\.(build|rollback)|cloud\.(publishVersion|moveAlias|updateStack|deleteStack|continueRollback|invoke .*(Create|Update|Delete))) ?/;

function begunAfterPause(folder: string, point: Point, effects: readonly string[]): string[] {
  const { calls, paused } = toldEnd(folder, 'hit');
  if (paused === null) return ['it was not paused'];
  const begun = calls.slice(paused.calls).filter((call) => STEP.test(call));
  const proven = begun.filter((call) => wasProven(call, { calls, paused, point }));
  const underWay = [...paused.open, ...proven];
  const strange = effects.filter((effect) => !underWay.some((call) => isEffectOf(effect, call)));
  return [
    ...begun.filter((call) => !proven.includes(call)).map((call) => `it began a step: ${call}`),
    ...strange.map((effect) => `it did what was not under way: ${effect}`),
  ];
}

interface Tried {
  readonly calls: readonly string[];
  readonly paused: Paused;
  readonly point: Point;
}

/**
 * Whether the pause fell between the moment when the lock was seen to be still ours and the step that was asked for: no look at a lock can close
 * that gap. The step is the component's very next call, and the only one. A look that was open had been taken: the stamps are read within
 * the call, unless the run was stopped right before it.
 */
function wasProven(step: string, { calls, paused, point }: Tried): boolean {
  const own = (call: string): boolean => call.split(' ')[0] === step.split(' ')[0];
  const last = calls.slice(0, paused.calls).filter(own).at(-1) ?? '';
  const next = calls.slice(paused.calls).find(own);
  const wasAsked = last.includes(' lease.confirm ') && !(point.when === 'before' && point.call === last);
  return next === step && wasAsked;
}

function isEffectOf(effect: string, call: string): boolean {
  const [kind = '', component = ''] = effect.split(' ');
  if (kind === 'deploy') return call.startsWith(`${component} shell.run `);
  return STEP.test(call) && call.includes(kind === 'push' ? ' repos.push ' : ' cloud.invoke ');
}

async function untilStopped(pid: number): Promise<void> {
  for (const end = Date.now() + 20_000; Date.now() < end;) {
    const state = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.[0];
    if (state === 'T') return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new TypeError('it never stopped');
}
