import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { down } from '../down';
import { placesOf, type Places } from '../places';
import type { SandboxOrder } from '../sandbox-order';
import { makeScratchFolder } from './scratch-folder';

const workspace = join(__dirname, '..', '..', '..', '..');

export interface ScratchSandbox {
  readonly order: SandboxOrder;
  readonly places: Places;
  /** What was announced, in order. */
  readonly said: string[];
  /** Stops it and removes its folder. */
  readonly remove: () => Promise<void>;
}

/** A sandbox in a folder of its own, on the emulator that is installed once for the whole workspace. */
export async function makeScratchSandbox(): Promise<ScratchSandbox> {
  const folder = await makeScratchFolder();
  await copyFile(join(workspace, 'repos.json'), join(folder.path, 'repos.json'));
  const said: string[] = [];
  const order: SandboxOrder = {
    root: folder.path,
    venv: process.env['CONVOY_SANDBOX_VENV'] ?? placesOf(workspace).venv,
    environment: process.env,
    announce: (line) => said.push(line),
  };
  const remove = async (): Promise<void> => {
    await down(order);
    await folder.remove();
  };
  return { order, places: placesOf(folder.path, order.venv), said, remove };
}
