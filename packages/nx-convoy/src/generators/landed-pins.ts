import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '../effects/error-code';
import { writeFileAtomically } from '../effects/write-file-atomically';
import type { World } from '../flows/world';
import { pinPath, type Pin } from '../model/pin';

/** A pin that follows a ref which moved. */
export interface LandedPin {
  readonly component: string;
  readonly environment: string;
  readonly before: Pin | null;
  readonly pin: Pin;
}

/** Writes pins, also those that a killed process wrote already. One that somebody changed since it was planned is left alone, and named. */
export async function writeLandedPins(root: string, pins: readonly LandedPin[], world: World): Promise<void> {
  for (const each of pins) {
    const { component, environment, before, pin } = each;
    const path = join(root, pinPath(component, environment));
    const now = await commitIn(path);
    if (now === pin.commit || now === (before?.commit ?? null)) await writeFileAtomically(path, textOf(pin));
    else world.output.line(`${component}  ${environment}: pinned to ${short(now)} meanwhile, left as it is`);
  }
}

/** Pins that were written are what they were before. */
export async function takeBackPins(root: string, pins: readonly LandedPin[]): Promise<void> {
  for (const { component, environment, before, pin } of pins) {
    const path = join(root, pinPath(component, environment));
    if ((await commitIn(path)) !== pin.commit) continue;
    if (before === null) await rm(path, { force: true });
    else await writeFileAtomically(path, textOf(before));
  }
}

function textOf(pin: Pin): string {
  return `${JSON.stringify(pin, null, 2)}\n`;
}

/** null: there is no such file. What is not a pin has no commit either of us knows. */
async function commitIn(path: string): Promise<string | null> {
  try {
    return /"commit":\s*"([0-9a-f]*)"/.exec(await readFile(path, 'utf8'))?.[1] ?? 'something else';
  } catch (cause) {
    if (errorCode(cause) === 'ENOENT') return null;
    throw cause;
  }
}

function short(commit: string | null): string {
  return commit === null ? 'nothing' : commit.slice(0, 7);
}
