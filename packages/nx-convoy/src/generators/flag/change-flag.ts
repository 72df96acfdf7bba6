import type { Tree } from '@nx/devkit';
import { featureFlagsOf, type FeatureFlag } from '../../decide/feature-flags-of';
import { flagText } from '../../decide/flag-text';
import { sayFlag } from '../../decide/say-flag';
import { readFlag, setFlag, type FlagChange } from '../../flows/set-flag';
import type { World } from '../../flows/world';
import {
  featureFlagReasonMissing,
  featureFlagUnknown,
  featureFlagValueInvalid,
} from '../../model/feature-flag-errors';
import { confirmMissing } from '../../model/flag-errors';
import { ledgerAlone } from '../../model/guard-errors';
import type { EnvironmentDeclaration, Manifest } from '../../model/manifest';
import { nearest } from '../../model/nearest';
import { openEnvironment } from '../../model/open-environment';
import { manifestIn } from '../manifest-in';
import type { OpenActingWorld } from '../open-world';
import type { FlagOptions } from './schema';

/** Shows what a feature flag is and would be, and answers how to set it. */
export async function changeFlag(
  tree: Tree,
  options: FlagOptions,
  openWorld: OpenActingWorld,
): Promise<() => Promise<void>> {
  const manifest = manifestIn(tree);
  const { environment } = options;
  const declaration = openEnvironment(manifest, environment, '--environment');
  const flag = flagOf(manifest, options);
  const value = valueOf(flag, options);
  refuseUnmeant(declaration, options);
  const { world, run } = await openWorld(tree.root, environment);
  if (declaration.protected === true && !world.ledger.isShared)
    throw ledgerAlone(environment, manifest.ledger?.remote ?? 'origin');
  const reason = options.reason?.trim() ?? '';
  const change = { run, environment, declaration, flag, value, reason };
  const before = await readFlag(change, world);
  world.output.line(sayChange(change, before));
  return before === value ? async () => undefined : () => set(change, before, world);
}

async function set(change: FlagChange, seen: string | null, world: World): Promise<void> {
  const { environment, flag, run } = change;
  const before = await setFlag(change, world);
  if (before !== seen)
    world.output.line(`it was ${sayFlag(flag.kind, before)} when the lock was ours: somebody else set it`);
  world.output.line(`set, read back, and recorded in the ledger as run ${run}`);
  world.output.line(`    look  npx nx run convoy:status:${environment}`);
}

function sayChange({ environment, flag, value, declaration }: FlagChange, before: string | null): string {
  const where = `${flag.parameter} in ${declaration.region}`;
  return before === value
    ? `${flag.name} in ${environment} is ${sayFlag(flag.kind, value)} already: nothing to do  (${where})`
    : `${flag.name} in ${environment}: ${sayFlag(flag.kind, before)} → ${sayFlag(flag.kind, value)}  (${where})`;
}

function flagOf(manifest: Manifest, { name, environment }: FlagOptions): FeatureFlag {
  const flags = featureFlagsOf(manifest, environment);
  const known = flags.map((each) => each.name);
  const flag = flags.find((each) => each.name === name);
  if (flag === undefined) throw featureFlagUnknown({ value: name, known, didYouMean: nearest(name, known) });
  return flag;
}

function valueOf({ name, kind }: FeatureFlag, { value }: FlagOptions): string {
  const text = flagText(kind, String(value));
  if (text === null) throw featureFlagValueInvalid({ flag: name, kind, value: String(value) });
  return text;
}

/** A flag changes what people see as a deploy does; a window or a freeze does not hold it up, since it is the fastest way back. */
function refuseUnmeant(declaration: EnvironmentDeclaration, options: FlagOptions): void {
  const { environment, confirm = null, reason = '' } = options;
  const isProtected = declaration.protected === true;
  if (confirm === null ? isProtected : confirm !== environment) throw confirmMissing(environment, confirm);
  if (isProtected && reason.trim() === '') throw featureFlagReasonMissing(environment);
}
