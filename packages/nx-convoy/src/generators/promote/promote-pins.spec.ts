import {
  manifestOf,
  planned,
  promotionStage,
  REPOS,
  type PromotionStage,
} from '../../../tests/fakes/promotion-stage';
import { landMoves } from '../../flows/land-moves';
import { isCoordinationError } from '../../model/coordination-error';

const STG = 'refs/heads/stg';
const NEXT = 'refs/convoy/preprod/next';

async function refused(work: Promise<unknown>): Promise<{ code: string; message: string; remedy: string }> {
  const cause: unknown = await work.then(
    () => null,
    (error: unknown) => error,
  );
  if (!isCoordinationError(cause)) throw new TypeError('it was not refused', { cause });
  return cause;
}

describe('a promotion', () => {
  it('merges what is pinned into the branches, pins the merges, and says what to type next', async () => {
    const stage = await promotionStage();
    const before = Object.fromEntries(REPOS.map((repo) => [repo, stage.head(repo, STG)]));
    await stage.promote();
    for (const repo of ['infra', 'backend', 'insights'] as const) {
      const merged = stage.head(repo, STG) ?? '';
      const commit = stage.world.sources.remote(repo).commits.get(merged);
      expect(commit?.parents).toEqual([before[repo], stage.head(repo, 'refs/heads/feature/x')]);
      expect(commit?.subject).toBe('promote: dev to preprod');
      expect(commit?.trailers).toMatchObject({
        text: 'Convoy-Promotion: run-9',
        author: 'Somebody',
      });
      expect(stage.pinned(repo, 'preprod')).toMatchObject({ ref: 'stg', commit: merged });
      expect(stage.pinned(repo, 'preprod')?.tree).toBe(stage.pinned(repo, 'dev')?.tree);
    }
    expect(stage.world.lines.join('\n')).toMatch(
      /backend passed in dev: run run-[0-9a-f]{7}, 2026-\S+, no checks declared/,
    );
    expect(stage.world.lines.slice(-2)).toEqual([
      'commit the pins:  git add components && git commit -m "chore(pins): dev to preprod"',
      'then:  npx nx run-many -t deploy --configuration=preprod',
    ]);
  });

  it('never moves a branch whose push is the deploy: the merge waits for it', async () => {
    const stage = await promotionStage();
    const stg = stage.head('front', STG);
    await stage.promote();
    expect(stage.head('front', STG)).toBe(stg);
    expect(stage.pinned('front', 'preprod')).toEqual(
      expect.objectContaining({ ref: NEXT, commit: stage.head('front', NEXT) }),
    );
  });

  it('merges the next one on top of what waits already', async () => {
    const stage = await promotionStage();
    await stage.promote();
    const waiting = stage.head('front', NEXT);
    stage.push('front', 'feature/x', { 'a.txt': 'a', 'x.txt': 'front', 'y.txt': 'y' });
    await stage.pass('feature/x');
    await stage.promote();
    const commit = stage.world.sources.remote('front').commits.get(stage.head('front', NEXT) ?? '');
    expect(commit?.parents[0]).toBe(waiting);
  });

  it('changes nothing a second time', async () => {
    const stage = await promotionStage();
    await stage.promote();
    const refs = stage.refs();
    await stage.promote();
    expect(stage.refs()).toEqual(refs);
    expect(stage.world.lines.at(-1)).toBe('nothing to promote: preprod has what dev has');
  });

  it('changes nothing in a dry run', async () => {
    const stage = await promotionStage();
    const refs = stage.refs();
    await stage.promote({}, true);
    expect(stage.refs()).toEqual(refs);
    expect(stage.pinned('backend', 'preprod')).toBeNull();
  });

  it('takes only the repositories that have the feature, by its name in the message', async () => {
    const stage = await promotionStage();
    const without = stage.head('insights', STG);
    stage.world.sources.remote('insights').refs.delete('refs/heads/feature/x');
    await stage.promote({ feature: 'feature/x' });
    expect(stage.head('insights', STG)).toBe(without);
    const { subject, trailers } =
      stage.world.sources.remote('backend').commits.get(stage.head('backend', STG) ?? '') ?? {};
    expect(subject).toBe('promote: feature/x to preprod');
    expect(trailers?.['text']).toContain('Convoy-Feature: feature/x');
  });

  it.each([
    [{}, 'takes the commits that dev is pinned to in this checkout'],
    [
      { feature: 'feature/x' },
      'takes the head of feature/x at each remote that has it, whatever dev is pinned to',
    ],
  ])('pitfall 29: says by what rule it chose its commits: %j', async (options, rule) => {
    const stage = await promotionStage();
    await stage.promote(options, true);
    expect(stage.world.lines.slice(0, 2)).toEqual(['promote dev to preprod', `  ${rule}`]);
  });

  it('makes a merge of its own where the branch could just be moved forward', async () => {
    const stage = await promotionStage();
    for (const repo of REPOS) {
      const main = stage.head(repo, 'refs/heads/main') ?? '';
      stage.world.sources.remote(repo).refs.set(STG, main);
    }
    await stage.promote();
    const merged = stage.head('infra', STG) ?? '';
    expect(merged).not.toBe(stage.head('infra', 'refs/heads/feature/x'));
    const { trailers } = stage.world.sources.remote('infra').commits.get(merged) ?? {};
    expect(trailers?.['text']).toBe('Convoy-Promotion: run-9');
  });

  it('copies pins where the environment has no branch', async () => {
    const stage = await promotionStage(manifestOf({ preprod: { branch: undefined } }));
    const refs = stage.refs();
    await stage.promote();
    expect(stage.refs()).toEqual(refs);
    expect(stage.pinned('backend', 'preprod')).toEqual(stage.pinned('backend', 'dev'));
  });
});

describe('a promotion is refused, and nothing is pushed anywhere,', () => {
  const untouched = async (stage: PromotionStage, options = {}) => {
    const refs = stage.refs();
    const refusal = await refused(stage.promote(options));
    expect(stage.refs()).toEqual(refs);
    expect(stage.pinned('infra', 'preprod')).toBeNull();
    return refusal;
  };

  it('where the third of four repositories conflicts: repository and file are named', async () => {
    const stage = await promotionStage();
    stage.push('insights', 'stg', { 'a.txt': 'a', 'x.txt': 'another' });
    const { code, message } = await untouched(stage);
    expect(code).toBe('CONVOY_PROMOTION_REFUSED');
    expect(message).toMatch(/insights: [0-9a-f]{7} conflicts with stg in x\.txt/);
    expect(stage.world.output.text()).not.toContain('never live together');
  });

  it('where a tree never passed in the earlier environment', async () => {
    const stage = await promotionStage();
    stage.push('backend', 'stg', { 'a.txt': 'a', 'other.txt': 'of somebody else' });
    const { message, remedy } = await untouched(stage);
    expect(message).toContain('backend');
    expect(message).toContain('never passed in dev');
    expect(remedy).toContain('--from=dev --to=preprod --via=dev');
  });

  it('where a person must answer for it and nobody does', async () => {
    const stage = await promotionStage(manifestOf({ preprod: { signOff: true } }));
    const { message } = await untouched(stage);
    expect(message).toContain('--signed-off-by');
    await stage.promote({ signedOffBy: 'Ada' });
    const { trailers } =
      stage.world.sources.remote('infra').commits.get(stage.head('infra', STG) ?? '') ?? {};
    expect(trailers?.['text']).toContain('Signed-off-by: Ada');
  });

  it('where a component does not say how it is tested', async () => {
    const stage = await promotionStage(manifestOf({ backend: { test: undefined } }));
    expect((await untouched(stage)).message).toContain('backend has no tests');
  });

  it('where the tests of a component are red at the tree that it is to have', async () => {
    const stage = await promotionStage(manifestOf({ backend: { test: 'npm test' } }));
    stage.world.program = () => ({ code: 1 });
    expect((await untouched(stage)).message).toContain('backend: tests failed');
  });

  it('in a dry run, which says what would be tested and runs nothing', async () => {
    const stage = await promotionStage(manifestOf({ backend: { test: 'npm test' } }));
    let ran = 0;
    stage.world.program = () => ({ code: (ran += 1) });
    await stage.promote({}, true);
    expect(ran).toBe(0);
    expect(stage.world.lines).toContain('  before the first push, their own tests: backend');
  });

  it('where two features took the same number for their migrations', async () => {
    const stage = await promotionStage();
    stage.push('infra', 'stg', { 'a.txt': 'a', 'db/V004__teams.sql': '' });
    stage.push('infra', 'feature/x', { 'a.txt': 'a', 'x.txt': 'infra', 'db/V004__departments.sql': '' });
    await stage.pass('feature/x');
    expect((await untouched(stage)).message).toContain('migration 4 stands twice (departments, teams)');
  });

  it('along a path that the manifest does not know', async () => {
    const stage = await promotionStage();
    expect(await untouched(stage, { from: 'preprod', to: 'dev' })).toMatchObject({
      code: 'CONVOY_PROMOTION_PATH',
    });
  });
});

describe('what merging makes', () => {
  it('is pinned in the earlier environment first; when it has passed there, the same promotion goes on with it', async () => {
    const stage = await promotionStage();
    stage.push('backend', 'stg', { 'a.txt': 'a', 'other.txt': 'of somebody else' });
    await stage.promote({ via: 'dev' });
    const stg = stage.head('backend', STG);
    const waiting = stage.head('backend', NEXT) ?? '';
    expect(stage.pinned('backend', 'dev')).toMatchObject({ ref: NEXT, commit: waiting });
    expect(stage.pinned('backend', 'preprod')).toBeNull();
    expect(stage.world.lines.slice(-2)).toEqual([
      'then:  npx nx run-many -t deploy --configuration=dev',
      'then:  npx nx g nx-convoy:promote --from=dev --to=preprod',
    ]);
    expect(stg).not.toBe(waiting);
    await stage.pass(NEXT);
    await stage.promote();
    const merged = stage.head('backend', STG) ?? '';
    const { parents, trailers } = stage.world.sources.remote('backend').commits.get(merged) ?? {};
    expect(parents).toEqual([stg, waiting]);
    expect(trailers?.['text']).toBe('Convoy-Promotion: run-10');
    expect(stage.pinned('backend', 'preprod')).toMatchObject({
      commit: merged,
      tree: stage.pinned('backend', 'dev')?.tree,
    });
  });
});

describe('a promotion whose pushes do not all come about', () => {
  it('is undone where a later push is refused', async () => {
    const stage = await promotionStage();
    const refs = stage.refs();
    stage.world.sources.remote('insights').refusal = 'protected branch';
    const { code, message } = await refused(stage.promote());
    expect(code).toBe('CONVOY_PUSH_UNDONE');
    expect(message).toContain('protected branch');
    expect(message).toContain('every repository is as it was');
    expect(stage.refs()).toEqual(refs);
    expect(stage.pinned('infra', 'preprod')).toBeNull();
  });

  it('leaves alone, and names, what somebody has pushed on top of meanwhile', async () => {
    const stage = await promotionStage();
    const move = stage.world.merges.move.bind(stage.world.merges);
    stage.world.merges.move = async (repo, wish) => {
      const outcome = await move(repo, wish);
      if (repo.name === 'infra') stage.push('infra', 'stg', { 'a.txt': 'quick' });
      return outcome;
    };
    stage.world.sources.remote('insights').refusal = 'protected branch';
    const { message } = await refused(stage.promote());
    const theirs = stage.head('infra', STG) ?? '';
    expect(message).toContain(`infra stg`);
    expect(message).toContain(`it is at ${theirs.slice(0, 7)}, so it is not ours to put back`);
  });

  it('of two people at once: one wins, of the other nothing is left', async () => {
    const stage = await promotionStage();
    const other = await planned(stage);
    await stage.promote();
    const refs = stage.refs();
    const landing = { what: 'promotion', moves: other.moves, rest: null };
    const done = () => Promise.resolve();
    const work = { name: 'other', landing, isBegun: false, finish: done, unfinish: done };
    const { code } = await refused(landMoves(work, stage.world));
    expect(code).toBe('CONVOY_PUSH_UNDONE');
    expect(stage.refs()).toEqual(refs);
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'that is killed at its step %s is gone on with by the same command',
    async (step) => {
      const whole = await promotionStage();
      await whole.promote();
      const stage = await promotionStage();
      const before = stage.refs();
      killAt(stage, step);
      await expect(stage.promote()).rejects.toThrow('killed');
      revive(stage);
      await stage.promote();
      expect(stage.refs()).toEqual(whole.refs());
      expect(stage.refs()).not.toEqual(before);
      for (const repo of REPOS) expect(stage.pinned(repo, 'preprod')).toEqual(whole.pinned(repo, 'preprod'));
      await expect(stage.promote({ abandon: true })).rejects.toMatchObject({
        code: 'CONVOY_NOTHING_INTERRUPTED',
      });
    },
  );

  it.each([2, 4, 6, 8])('that is killed at its step %s can be taken back', async (step) => {
    const stage = await promotionStage();
    const before = stage.refs();
    killAt(stage, step);
    await expect(stage.promote()).rejects.toThrow('killed');
    revive(stage);
    await stage.promote({ abandon: true });
    expect(stage.refs()).toEqual(before);
  });
});

const alive = new WeakMap<PromotionStage, () => void>();

/** The process ends before (odd) or right after (even) a push; the journal was written before the first. */
function killAt(stage: PromotionStage, step: number): void {
  const { merges } = stage.world;
  const move = merges.move.bind(merges);
  let pushes = 0;
  let isDead = false;
  merges.move = async (repo, wish) => {
    pushes += 1;
    if (isDead) throw new TypeError('killed');
    const isLast = pushes === Math.ceil(step / 2);
    if (isLast && step % 2 === 1) isDead = true;
    if (isDead) throw new TypeError('killed');
    const outcome = await move(repo, wish);
    if (isLast) isDead = true;
    if (isDead) throw new TypeError('killed');
    return outcome;
  };
  alive.set(stage, () => {
    merges.move = move;
  });
}

function revive(stage: PromotionStage): void {
  alive.get(stage)?.();
}
