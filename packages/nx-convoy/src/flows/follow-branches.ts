import { isCoordinationError } from '../model/coordination-error';
import { refNotFound } from '../model/generator-errors';
import type { Pin } from '../model/pin';
import { lookAtFeature, type Feature, type FeatureQuestion } from './look-at-feature';
import type { World } from './world';

export interface FollowedPin {
  readonly component: string;
  readonly pin: Pin;
}

export interface Following extends FeatureQuestion {
  readonly everyMilliseconds: number;
  readonly goesOn: () => boolean;
  /** What the environment is pinned to now. */
  readonly pins: () => Promise<Readonly<Record<string, Pin | null>>>;
  readonly write: (pins: readonly FollowedPin[]) => Promise<void>;
  /** Deploys what changed, with what depends on it. */
  readonly deploy: () => Promise<'succeeded' | 'failed' | 'interrupted'>;
}

/**
 * Watches a branch at the remotes: what changes a component is pinned and deployed. Pushes that come meanwhile go together in the next run; a run that failed is told, and tried
 * again with the next push. Answers how many runs there were.
 */
export async function followBranches(following: Following, world: World): Promise<number> {
  const { branch, environment, everyMilliseconds, goesOn } = following;
  let runs = 0;
  let isReached = true;
  for (let isFirst = true; goesOn(); isFirst = false) {
    const feature = await look(following, world, isFirst);
    if (feature === null && isReached) world.output.line('a remote does not answer; asking on');
    isReached = feature !== null;
    if (isFirst)
      world.output.line(`following ${branch}: what is pushed goes to ${environment} (Ctrl-C ends it)`);
    const changed = feature === null ? [] : changedPins(feature, await following.pins());
    if (changed.length === 0) {
      await world.clock.pause(everyMilliseconds);
      continue;
    }
    runs += 1;
    for (const { component, pin } of changed)
      world.output.line(`${component}  ${environment} → ${pin.commit.slice(0, 7)}  ${branch}`);
    await following.write(changed);
    const end = await following.deploy();
    world.output.line(
      `${branch} in ${environment}: ${end}${end === 'failed' ? '; the next push tries again' : ''}`,
    );
  }
  return runs;
}

/** null: a remote could not be asked, which passes. At the beginning it is a refusal, as is a branch that nobody has. */
async function look(question: Following, world: World, isFirst: boolean): Promise<Feature | null> {
  try {
    const feature = await lookAtFeature(question, world);
    if (isFirst && feature.repos.length === 0) throw refNotFound(feature.without.join(', '), question.branch);
    return feature;
  } catch (cause) {
    const isPassing = isCoordinationError(cause) && cause.code === 'CONVOY_REMOTE_UNREACHABLE';
    if (isFirst || !isPassing) throw cause;
    return null;
  }
}

function changedPins({ repos }: Feature, now: Readonly<Record<string, Pin | null>>): FollowedPin[] {
  return repos.flatMap(({ components }) =>
    components.flatMap(({ component, pin }) =>
      pin === null || now[component]?.tree === pin.tree ? [] : [{ component, pin }],
    ),
  );
}
