import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Output } from '../../src/effects/ports';
import type { Manifest } from '../../src/model/manifest';
import { pinPath, type Pin } from '../../src/model/pin';
import type { RunningWorld } from '../../src/world';
import type { Workspace } from '../../src/workspace';
import type { FakeWorld } from './fake-world';
import { manifest as usualManifest, pin } from './values';

/** A workspace on disk with pins in it; `remove` takes it away. */
export interface StagedWorkspace extends Workspace {
  readonly pin: (component: string, environment: string, value: Pin) => void;
  readonly remove: () => void;
}

/** Everything is pinned to `b` in dev. */
export function stagedWorkspace(manifest: Manifest = usualManifest()): StagedWorkspace {
  const root = mkdtempSync(join(tmpdir(), 'convoy-workspace-'));
  const write = (component: string, environment: string, value: Pin): void => {
    const path = join(root, pinPath(component, environment));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, JSON.stringify(value));
  };
  for (const component of ['database', 'backend', 'frontend'])
    write(component, 'dev', pin('b', { repo: `${component}-repo` }));
  return { root, manifest, pin: write, remove: () => rmSync(root, { recursive: true }) };
}

type Extras = Pick<RunningWorld, 'rollBack' | 'moveBase' | 'knowsRevision' | 'announceLive'>;

/** The world of a hook or task: a fake one with what only they need. */
export function running(world: FakeWorld, extras: Partial<Extras> = {}): RunningWorld {
  const never = (): never => {
    throw new TypeError('nobody expected this');
  };
  const whole: RunningWorld = Object.assign(world, {
    listen: () => () => undefined,
    beat: () => () => undefined,
    rollBack: never,
    deployAffected: never,
    moveBase: never,
    knowsRevision: never,
    announceLive: never,
    speakingTo: (output: Output): RunningWorld =>
      Object.create(whole, { output: { value: output } }) as RunningWorld,
    maskedError: (error: unknown) => error,
    maskedDocument: (document: never) => document,
    ...extras,
  });
  return whole;
}
