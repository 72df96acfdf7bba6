import { isCoordinationError } from '../model/coordination-error';
import { releaseNotVerified, tagNotPushed, tagTaken } from '../model/publication-errors';
import type { Occurrence } from '../model/receipt';
import type { Publication } from './plan-publication';
import type { PlannedTag } from './plan-tags';
import { recordOccurrences } from './record-occurrences';
import type { World } from './world';

/**
 * Pushes the tags that are missing, then says in the ledger that the release is published, all under the lock of its environment. What was pushed stays: the same
 * release is always published by the same tags, so that the next one to try completes it. Answers whether there was anything to do.
 */
export async function publishRelease(
  publication: Publication,
  run: string,
  world: World,
): Promise<'published' | 'unchanged'> {
  const { environment, isRecorded, tags } = publication;
  if (isRecorded && tags.every(({ isThere }) => isThere)) return 'unchanged';
  const token = await world.lease.take(environment, 'release');
  try {
    await refuseNewer(publication, world);
    await pushTags(publication, world);
  } catch (cause) {
    // The first trouble is what is told; a lock that could not be freed runs out by itself.
    await world.ledger.close(environment, [], token).catch(() => undefined);
    throw cause;
  }
  await record(publication, { run, token }, world);
  return 'published';
}

/** What was looked at before the lock was ours may be history. */
async function refuseNewer({ environment, published }: Publication, world: World): Promise<void> {
  const state = await world.ledger.refresh(environment);
  const newest = state.releases.at(-1)?.run ?? null;
  if (newest !== published.run)
    throw releaseNotVerified(environment, [`run ${newest ?? '(none)'} made a release meanwhile`]);
  const owner = state.published.find(({ name, run }) => name === published.name && run !== published.run);
  if (owner !== undefined) throw tagTaken(owner.name, [`it is the release of run ${owner.run}, ${owner.at}`]);
}

async function pushTags({ environment, tags }: Publication, world: World): Promise<void> {
  const pushed: string[] = [];
  for (const each of tags.filter(({ isThere }) => !isThere)) {
    await world.lease.confirm(environment);
    await pushTag(each, pushed, world);
    pushed.push(sayTag(each));
    world.output.line(`pushed  ${sayTag(each)}`);
  }
}

async function pushTag(planned: PlannedTag, pushed: readonly string[], world: World): Promise<void> {
  const { owner, tag, object } = planned;
  try {
    const outcome = await world.tags.push(owner, tag, object);
    if (outcome.type === 'pushed') return;
    // Somebody else may publish the same, or have been quicker with another.
    const found = (await world.tags.all(owner)).get(tag);
    if (found?.object === object) return;
    throw tagNotPushed({ tag: sayTag(planned), because: outcome.message, pushed });
  } catch (cause) {
    if (!isCoordinationError(cause) || cause.code === 'CONVOY_TAG_NOT_PUSHED') throw cause;
    throw tagNotPushed({ tag: sayTag(planned), because: cause.message, pushed, cause });
  }
}

function sayTag({ repo, tag, commit }: PlannedTag): string {
  return `${repo} ${tag} at ${commit.slice(0, 7)}`;
}

async function record(
  { environment, isRecorded, published }: Publication,
  { run, token }: { readonly run: string; readonly token: string },
  world: World,
): Promise<void> {
  const entry: Occurrence = {
    ...{ version: 1, type: 'occurrence', world: world.name, environment, run, who: world.who, token },
    startedAt: world.clock.now(),
    what: { kind: 'published', release: published },
  };
  await recordOccurrences(isRecorded ? [] : [entry], world);
  await world.ledger.close(environment, [], token);
}
