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
    const before = await following.pins();
    const changed = feature === null ? [] : changedPins(feature, before);
    if (changed.length === 0) {
      await world.clock.pause(everyMilliseconds);
      continue;
    }
    runs += 1;
    for (const each of changed) world.output.line(await sayPin(each, { following, before }, world));
    await following.write(changed);
    const end = await following.deploy();
    world.output.line(
      `${branch} in ${environment}: ${end}${end === 'failed' ? '; the next push tries again' : ''}`,
    );
  }
  return runs;
}

interface Followed {
  readonly following: Following;
  readonly before: Readonly<Record<string, Pin | null>>;
}

/** What was pushed before and never deployed by itself is named: it is not lost, but part of this run. */
async function sayPin(
  { component, pin }: FollowedPin,
  { following, before }: Followed,
  world: World,
): Promise<string> {
  const { branch, environment, manifest } = following;
  const line = `${component}  ${environment} → ${short(pin.commit)}  ${branch}`;
  const was = before[component] ?? null;
  if (was?.ref !== branch) return line;
  const repo = { name: pin.repo, url: manifest.repos[pin.repo]?.url ?? '' };
  const since = await world.repos.commitsBetween(repo, was.commit, pin.commit);
  const [, ...earlier] = since.map(({ commit }) => short(commit));
  return earlier.length === 0
    ? line
    : `${line}  (with ${earlier.slice(0, MOST_NAMED).join(', ')}${more(earlier)}: superseded)`;
}

const MOST_NAMED = 5;

function more({ length }: readonly string[]): string {
  return length > MOST_NAMED ? ` and ${length - MOST_NAMED} more` : '';
}

function short(commit: string): string {
  return commit.slice(0, 7);
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
