import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { FakeRemote } from '../../../tests/fakes/fake-remote';
import { promotionStage, REPOS, type PromotionStage, type Repo } from '../../../tests/fakes/promotion-stage';
import { isCoordinationError, type CoordinationError } from '../../model/coordination-error';
import { pinPath } from '../../model/pin';
import { interruptedLanding } from '../../flows/land-moves';

// By promotions, which land in four repositories: infra, backend, insights and front, in this order.

const STG = 'refs/heads/stg';

async function refused(work: Promise<unknown>): Promise<CoordinationError> {
  const cause: unknown = await work.then(
    () => null,
    (error: unknown) => error,
  );
  if (!isCoordinationError(cause)) throw new TypeError('it was not refused', { cause });
  return cause;
}

/** Something happens each time right after a push was made. */
function afterPush(stage: PromotionStage, happen: (repo: string) => void): void {
  const { merges } = stage.world;
  const move = merges.move.bind(merges);
  merges.move = async (repo, wish) => {
    const outcome = await move(repo, wish);
    happen(repo.name);
    return outcome;
  };
}

/** After the push to infra the remote of insights is away, or that of infra refuses, until `mend` is called. */
function troubled(stage: PromotionStage, trouble: (remote: (repo: Repo) => FakeRemote) => void): () => void {
  let isMended = false;
  afterPush(stage, (repo) => {
    if (repo === 'infra' && !isMended) trouble((name) => stage.world.sources.remote(name));
  });
  return () => {
    isMended = true;
    for (const repo of REPOS) Object.assign(stage.world.sources.remote(repo), { away: false, refusal: null });
  };
}

describe('a landing in which a remote goes away', () => {
  async function cutOff(): Promise<{
    stage: PromotionStage;
    mend: () => void;
    message: string;
    before: object;
  }> {
    const stage = await promotionStage();
    const before = stage.refs();
    const mend = troubled(stage, (remote) => (remote('insights').away = true));
    const { code, message, remedy } = await refused(stage.promote());
    expect(code).toBe('CONVOY_PUSH_UNDONE');
    expect(remedy).toContain('--abandon');
    return { stage, mend, message, before };
  }

  it('takes back what it can, and never says that all is as it was of a remote that does not answer', async () => {
    const { stage, message, before } = await cutOff();
    expect(message).toMatch(/insights stg [0-9a-f]{7} → [0-9a-f]{7}: it cannot be asked where it is/);
    expect(message).not.toContain('every repository is as it was');
    expect(stage.refs()).toEqual(before);
  });

  it('goes on with the same command when it is back', async () => {
    const { stage, mend } = await cutOff();
    mend();
    await stage.promote();
    for (const repo of ['infra', 'backend', 'insights'] as const)
      expect(stage.pinned(repo, 'preprod')?.commit).toBe(stage.head(repo, STG));
    expect((await refused(stage.promote({ abandon: true }))).code).toBe('CONVOY_NOTHING_INTERRUPTED');
  });

  it('is taken back with --abandon when it is back', async () => {
    const { stage, mend, before } = await cutOff();
    mend();
    await stage.promote({ abandon: true });
    expect(stage.refs()).toEqual(before);
    expect((await refused(stage.promote({ abandon: true }))).code).toBe('CONVOY_NOTHING_INTERRUPTED');
  });

  it('was made although its answer was lost, and the remote went away: it is found out and taken back', async () => {
    const stage = await promotionStage();
    const before = stage.refs();
    const remote = stage.world.sources.remote('insights');
    const { merges } = stage.world;
    const move = merges.move.bind(merges);
    merges.move = async (repo, wish) => {
      const outcome = await move(repo, wish);
      if (repo.name !== 'insights' || wish.to === before['insights refs/heads/stg']) return outcome;
      remote.away = true;
      return { type: 'rejected', message: 'the line is dead' };
    };
    expect((await refused(stage.promote())).message).toContain('insights stg');
    expect(stage.refs()).not.toEqual(before);
    remote.away = false;
    await stage.promote({ abandon: true });
    expect(stage.refs()).toEqual(before);
  });
});

describe('a landing whose undoing is refused', () => {
  it('says exactly what stands where, remembers it, and goes on or is taken back by a word', async () => {
    const stage = await promotionStage();
    const before = stage.refs();
    const mend = troubled(stage, (remote) => {
      remote('infra').refusal = 'no way back';
      remote('insights').refusal = 'protected branch';
    });
    const { message, remedy } = await refused(stage.promote());
    expect(message).toContain('protected branch');
    expect(message).toMatch(/could not be put back:\n {2}infra stg [0-9a-f]{7} → [0-9a-f]{7}: .*no way back/);
    expect(remedy).toContain('goes on where it stopped');
    const stands = stage.head('infra', STG);
    expect(stage.refs()).toEqual({ ...before, 'infra refs/heads/stg': stands });
    expect((await refused(stage.promote({ abandon: true }))).message).toContain('it was given up');
    mend();
    await stage.promote({ abandon: true });
    expect(stage.refs()).toEqual(before);
  });
});

describe('a landing that was killed', () => {
  async function killed(repo: Repo): Promise<PromotionStage> {
    const stage = await promotionStage();
    const { merges } = stage.world;
    const move = merges.move.bind(merges);
    merges.move = async (address, wish) => {
      await move(address, wish);
      if (address.name === repo) throw new TypeError('killed');
      return { type: 'pushed' };
    };
    await expect(stage.promote()).rejects.toThrow('killed');
    merges.move = move;
    return stage;
  }

  it('goes on where somebody has pushed on top of it meanwhile', async () => {
    const stage = await killed('backend');
    const ours = stage.head('infra', STG);
    const theirs = stage.push('infra', 'stg', { 'a.txt': 'a', 'later.txt': 'later' });
    await stage.promote();
    expect(stage.head('infra', STG)).toBe(theirs);
    expect(stage.pinned('infra', 'preprod')?.commit).toBe(ours);
    expect(stage.pinned('front', 'preprod')).not.toBeNull();
  });

  it('and is given up leaves alone what was never pushed, whoever pushed there since', async () => {
    const stage = await killed('backend');
    const theirs = stage.push('insights', 'stg', { 'a.txt': 'quick' });
    const before = { ...stage.refs() };
    await stage.promote({ abandon: true });
    expect(stage.head('insights', STG)).toBe(theirs);
    expect(stage.head('infra', STG)).not.toBe(before['infra refs/heads/stg']);
  });

  it('while it wrote the pins is given up with its pins', async () => {
    const stage = await promotionStage();
    const line = jest.spyOn(stage.world.output, 'line');
    line.mockImplementation((text) => {
      if (text.startsWith('commit the pins')) throw new TypeError('killed');
    });
    const before = stage.refs();
    await expect(stage.promote()).rejects.toThrow('killed');
    line.mockRestore();
    const files = REPOS.map((repo) => join(stage.root, pinPath(repo, 'preprod')));
    expect(files.map((file) => existsSync(file))).toEqual([true, true, true, true]);
    await stage.promote({ abandon: true });
    expect(stage.refs()).toEqual(before);
    expect(files.map((file) => existsSync(file))).toEqual([false, false, false, false]);
  });

  it('leaves a pin alone that somebody moved since, and names it', async () => {
    const stage = await killed('insights');
    const pin = { ...stage.pinned('backend', 'dev'), commit: 'c'.repeat(40) };
    const path = join(stage.root, pinPath('backend', 'preprod'));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, JSON.stringify(pin));
    await stage.promote();
    expect(stage.pinned('backend', 'preprod')).toEqual(pin);
    expect(stage.pinned('infra', 'preprod')?.commit).toBe(stage.head('infra', STG));
    expect(stage.world.lines).toContain('backend  preprod: pinned to ccccccc meanwhile, left as it is');
  });

  it('is unknown to the other world', async () => {
    const stage = await killed('backend');
    const other = Object.assign(Object.create(stage.world) as typeof stage.world, { name: 'aws' as const });
    expect(await interruptedLanding('promote-preprod', stage.world)).not.toBeNull();
    expect(await interruptedLanding('promote-preprod', other)).toBeNull();
  });
});

describe('two landings of one checkout', () => {
  it('at once: the second does nothing, and the same command again plans anew', async () => {
    const stage = await promotionStage();
    const [first, second] = [await stage.planned(), await stage.planned()];
    const [one, other] = await Promise.allSettled([first(), second()]);
    expect(one.status).toBe('fulfilled');
    expect(other).toMatchObject({ status: 'rejected', reason: { code: 'CONVOY_PUSH_UNDONE' } });
    await stage.promote();
    expect(stage.world.lines.at(-1)).toBe('nothing to promote: preprod has what dev has');
  });

  it('where the first was interrupted while the second planned: it is not written over', async () => {
    const stage = await promotionStage();
    const second = await stage.planned();
    const { merges } = stage.world;
    const move = merges.move.bind(merges);
    merges.move = () => Promise.reject(new TypeError('killed'));
    await expect(stage.promote()).rejects.toThrow('killed');
    merges.move = move;
    expect((await refused(second())).code).toBe('CONVOY_LANDING_ELSEWHERE');
    await stage.promote();
    expect(stage.world.lines.join('\n')).toContain('goes on where it stopped');
  });
});
