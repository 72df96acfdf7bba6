import { fingerprintOf } from '../decide/fingerprint';
import { substituteOutputs } from '../decide/resolve-component';
import { verificationKey } from '../decide/verification-key';
import { meantPin } from '../decide/meant-pin';
import { seriesOf } from '../decide/verification-series';
import { isBug } from '../model/is-bug';
import type { SharedLayer } from '../model/layers-document';
import type { Manifest } from '../model/manifest';
import type { LedgerState } from '../model/receipt';
import type { ResolvedComponent } from '../model/resolved-component';
import { presentComponents } from '../decide/present-components';
import { sharedLayers } from './layers';
import type { PinnedComponent } from './guard-run';
import { recordedOutputs } from './outputs';
import { seenAlarm } from '../decide/alarms/seen-alarms';
import type { Alarm, SeenAlarm } from '../model/alarm';
import { readAlarms } from './read-alarms';
import { readLive } from './read-live';
import type { World } from './world';

export interface VerifyingRun {
  readonly run: string;
  readonly components: readonly PinnedComponent[];
  readonly manifest: Manifest;
  readonly state: LedgerState;
  /** Whether every component is to be looked at, whatever is known of it. */
  readonly isForced: boolean;
}

export interface VerificationKey {
  readonly component: string;
  readonly series: string;
  readonly key: string;
}

/**
 * What Nx is to compare before it replays a pass, for all components at once: one round of questions to the providers. Where a component cannot be read,
 * nothing is replayed, and its verification says why.
 */
export function verificationKeys(question: VerifyingRun, world: World): Promise<VerificationKey[]> {
  return Promise.all(question.components.map((each) => keyOf(each, question, world)));
}

/** Components of which a pass may be replayed at all; the others are looked at for certain. */
export function mayReplay(
  { component, pin }: PinnedComponent,
  question: VerifyingRun,
  world: World,
): boolean {
  return pin !== null && !question.isForced && seriesFor(component, question, world) !== question.run;
}

function seriesFor(
  component: PinnedComponent['component'],
  { run, state, isForced }: VerifyingRun,
  world: World,
): string {
  const record = state.components[component.name] ?? null;
  return seriesOf({ run, record, now: world.clock.now(), maxAge: component.maxAge, isForced });
}

async function keyOf(
  pinned: PinnedComponent,
  question: VerifyingRun,
  world: World,
): Promise<VerificationKey> {
  const { component, pin } = pinned;
  const { run, state } = question;
  const series = seriesFor(component, question, world);
  const unseen = { component: component.name, series, key: `${run}:unseen` };
  // What a deploy of this run will have changed by then cannot be known before.
  if (pin === null || question.isForced) return unseen;
  const last = state.components[component.name]?.last ?? null;
  const meant = last === null ? pin : meantPin(pin, last);
  try {
    const [live, layers, alarms] = await Promise.all([
      readLive(component, meant, world),
      layersAround(component, question.manifest, world),
      alarmsAround(component, world),
    ]);
    const key = verificationKey({
      series,
      world: world.name,
      ledger: world.ledger.place,
      component,
      meant,
      target: last?.target ?? null,
      checks: substituteOutputs(component.checks, recordedOutputs(state)),
      fingerprint: fingerprintOf(live),
      surroundings: alarms === null ? layers : { layers, alarms },
      plugin: world.plugin,
    });
    return { component: component.name, series, key };
  } catch (cause) {
    if (isBug(cause)) throw cause;
    return unseen;
  }
}

/** What the layers that it publishes are for all who use them; a function that somebody else changed is a reason to look again. */
function layersAround(
  component: ResolvedComponent,
  manifest: Manifest,
  world: World,
): Promise<SharedLayer[]> {
  return sharedLayers([component], presentComponents(manifest, component.environment), world);
}

/** An alarm that turned red, or is judged by another rule, is a reason to look again. */
async function alarmsAround(component: ResolvedComponent, world: World): Promise<AlarmsAround | null> {
  if (!component.checks.some((check) => check.kind === 'alarms')) return null;
  const live = await readAlarms(component, world);
  const states = component.alarms.map(({ name }) => ({ name, state: seenAlarm(name, live).state }));
  return { declared: component.alarms, states };
}

interface AlarmsAround {
  readonly declared: readonly Alarm[];
  readonly states: readonly Pick<SeenAlarm, 'name' | 'state'>[];
}
