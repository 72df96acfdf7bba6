import { promotionStage, type PromotionStage } from '../../tests/fakes/promotion-stage';
import type { Manifest } from '../model/manifest';
import type { Pin } from '../model/pin';
import { followBranches, type FollowedPin, type Following } from './follow-branches';

interface Followed {
  readonly stage: PromotionStage;
  readonly runs: string[][];
  readonly pins: Record<string, Pin | null>;
}

/** Follows feature/y until so many looks were taken; `during` happens in each deploy, `between` in each pause. */
async function follow(
  looks: number,
  { during = () => undefined, between = () => undefined, end = 'succeeded' }: Partial<Happenings> = {},
  prepare: (stage: PromotionStage) => void = (stage) =>
    void stage.push('backend', 'feature/y', { 'y.txt': '1' }),
): Promise<Followed> {
  const stage = await promotionStage();
  prepare(stage);
  const pins: Record<string, Pin | null> = {};
  const runs: string[][] = [];
  let written: readonly FollowedPin[] = [];
  let left = looks;
  const pause = stage.world.time.pause.bind(stage.world.time);
  stage.world.time.pause = async (milliseconds) => {
    await pause(milliseconds);
    between(stage);
  };
  const following: Following = {
    manifest: JSON.parse(stage.tree.read('repos.json', 'utf8') ?? '') as Manifest,
    environment: 'dev',
    branch: 'feature/y',
    everyMilliseconds: 5_000,
    goesOn: () => (left -= 1) >= 0,
    pins: async () => pins,
    write: async (changed) => {
      written = changed;
      for (const { component, pin } of changed) pins[component] = pin;
    },
    deploy: async () => {
      runs.push(written.map(({ component }) => component));
      during(stage);
      return end;
    },
  };
  await followBranches(following, stage.world);
  return { stage, runs, pins };
}

interface Happenings {
  readonly during: (stage: PromotionStage) => void;
  readonly between: (stage: PromotionStage) => void;
  readonly end: 'succeeded' | 'failed';
}

describe('following a branch', () => {
  it('pins and deploys what it changes, once, and then waits', async () => {
    const { runs, pins, stage } = await follow(4);
    expect(runs).toEqual([['backend']]);
    expect(pins['backend']).toMatchObject({
      ref: 'feature/y',
      commit: stage.head('backend', 'refs/heads/feature/y'),
    });
  });

  it('deploys each push', async () => {
    let pushes = 1;
    const between = (stage: PromotionStage): void => {
      if (pushes < 3) stage.push('backend', 'feature/y', { 'y.txt': String((pushes += 1)) });
    };
    expect((await follow(8, { between })).runs).toEqual([['backend'], ['backend'], ['backend']]);
  });

  it('takes together what is pushed during a run', async () => {
    let isPushed = false;
    const during = (stage: PromotionStage): void => {
      if (isPushed) return;
      isPushed = true;
      stage.push('backend', 'feature/y', { 'y.txt': '2' });
      stage.push('backend', 'feature/y', { 'y.txt': '3' });
      stage.push('insights', 'feature/y', { 'y.txt': '1' });
    };
    expect((await follow(5, { during })).runs).toEqual([['backend'], ['backend', 'insights']]);
  });

  it('pitfall 30: names what was pushed during a run and superseded before it was deployed by itself', async () => {
    let pushed: string[] = [];
    const during = (stage: PromotionStage): void => {
      if (pushed.length > 0) return;
      pushed = ['2', '3', '4'].map((text) =>
        stage.push('backend', 'feature/y', { 'y.txt': text }).slice(0, 7),
      );
    };
    const { stage, runs } = await follow(5, { during });
    expect(runs).toEqual([['backend'], ['backend']]);
    const [second, third, last] = pushed;
    const line = stage.world.lines.find((each) => each.includes(`→ ${last}`)) ?? '';
    expect(line).toMatch(/\(with .*: superseded\)$/);
    expect(line).toContain(second);
    expect(line).toContain(third);
  });

  it('tells a run that failed, and tries again with the next push only', async () => {
    const { runs, stage } = await follow(5, { end: 'failed' });
    expect(runs).toHaveLength(1);
    expect(stage.world.lines).toContain('feature/y in dev: failed; the next push tries again');
  });

  it('goes on when a remote does not answer for a while, and says so once', async () => {
    const between = (stage: PromotionStage): void => {
      const remote = stage.world.sources.remote('backend');
      remote.away = stage.world.lines.filter((line) => line.includes('does not answer')).length === 0;
    };
    const { stage } = await follow(6, { between });
    expect(stage.world.lines.filter((line) => line === 'a remote does not answer; asking on')).toHaveLength(
      1,
    );
  });

  it('refuses a branch that nobody has', async () => {
    await expect(follow(3, {}, () => undefined)).rejects.toMatchObject({ code: 'CONVOY_REF_NOT_FOUND' });
  });
});
