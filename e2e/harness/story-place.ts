import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lock } from 'proper-lockfile';
import { CHECKOUT } from './workspace-files';

export interface StoryPlace {
  readonly folder: string;
  readonly leave: () => Promise<void>;
}

/** Where a kept sandbox lives whenever it is up: it is full of its own paths. One folder per checkout. */
export const STORY_PLACE = join(
  tmpdir(),
  `convoy-e2e-at-${createHash('sha256').update(CHECKOUT).digest('hex').slice(0, 12)}`,
);

/** The place for one story; null: another test run of this checkout is there, or died there a moment ago. */
export async function takeStoryPlace(): Promise<StoryPlace | null> {
  const guard = `${STORY_PLACE}.guard`;
  await mkdir(guard, { recursive: true });
  try {
    const leave = await lock(guard, { stale: 60_000, update: 5_000 });
    return { folder: STORY_PLACE, leave };
  } catch (cause) {
    if ((cause as { code?: string }).code === 'ELOCKED') return null;
    throw cause;
  }
}
