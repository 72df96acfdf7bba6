import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { errorCode } from '../error-code';
import type { Places } from '../places';
import { SandboxError } from '../sandbox-error';
import { type SandboxState, sandboxStateSchema } from './sandbox-state';

/** The state of this checkout's sandbox; undefined when it never was up. */
export async function readState(places: Places): Promise<SandboxState | undefined> {
  const text = await readFile(places.state, 'utf8').catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const judged = sandboxStateSchema.safeParse(parseJson(text));
  if (judged.success) return judged.data;
  throw new SandboxError(
    `${places.state} cannot be used:\n${z.prettifyError(judged.error)}`,
    'End what is left of the sandbox (ps), delete that file, then: nx run sandbox:up (everything in it starts over).',
  );
}

/** Written whole or not at all, and readable by its owner alone. */
export async function writeState(places: Places, state: SandboxState): Promise<void> {
  await mkdir(dirname(places.state), { recursive: true });
  const draft = `${places.state}.${randomBytes(4).toString('hex')}`;
  await writeFile(draft, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
  await rename(draft, places.state);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
