import { releaseManifest, releaseStage, type ReleaseStage } from '../../../tests/fakes/release-stage';
import { hold as heldTrees } from '../../../tests/fakes/values-of-release';
import { commit, receipt, started } from '../../../tests/fakes/values';
import { isCoordinationError } from '../../model/coordination-error';
import { pinPath } from '../../model/pin';

async function refused(work: Promise<unknown>): Promise<{ code: string; message: string; remedy: string }> {
  const cause: unknown = await work.then(
    () => null,
    (error: unknown) => error,
  );
  if (!isCoordinationError(cause)) throw new TypeError('it was not refused', { cause });
  return cause;
}

/** A second release on top of the published first one. */
async function secondRelease(): Promise<ReleaseStage> {
  const stage = await releaseStage();
  await stage.publish();
  stage.push('infra', 'feat(db): departments', { 'db/V002__add_department.sql': 'add' });
  stage.push('infra', 'fix: timeouts', { 'config.yml': 'dev:\n  a: 1\n  timeout: 5\nprod:\n  a: 2\n' });
  await stage.release('run-2');
  return stage;
}

describe('publishing a release', () => {
  it('tags every repository and this one, says so in the ledger, and writes the changelog and the notes', async () => {
    const stage = await releaseStage();
    await stage.publish();
    expect(stage.tags('infra')).toEqual({ 'v1.0.0': stage.head('infra') });
    expect(stage.tags('backend')).toEqual({ 'v1.0.0': stage.head('backend') });
    expect(stage.tags(null)).toEqual({ 'v1.0.0': await stage.world.home.head() });
    const { published } = await stage.world.receipts.refresh('dev');
    expect(published).toEqual([expect.objectContaining({ name: 'v1.0.0', run: 'run-1' })]);
    expect(stage.world.records.locks.size).toBe(0);
    expect(stage.text('CHANGELOG.md')).toMatch(/^# Changelog\n\n.*\n\n## v1\.0\.0 \(2026-03-01\)\n/);
    expect(stage.text('releases/v1.0.0.md')).toMatch(/^# v1\.0\.0\n\n\| component \| commit +\| previous \|/);
    expect(stage.world.lines.slice(-2)).toEqual([
      'commit it:  git switch -c docs/v1.0.0 && git add CHANGELOG.md releases/v1.0.0.md && git commit -m "docs: release v1.0.0"',
      'then:  git push -u origin docs/v1.0.0        and open a pull request from it',
    ]);
  });

  it('shows all of it in a dry run, and changes nothing', async () => {
    const stage = await releaseStage();
    await stage.publish({}, true);
    expect(stage.world.writes().filter((call) => call !== 'tags.make')).toEqual([]);
    expect([stage.tags('infra'), stage.tags(null), stage.text('CHANGELOG.md')]).toEqual([{}, {}, null]);
    const said = stage.world.lines.join('\n');
    expect(said).toContain(
      `  tag   backend            v1.0.0  ${stage.head('backend').slice(0, 7)}  to push`,
    );
    expect(said).toContain('    ## v1.0.0 (2026-03-01)');
  });

  it('does nothing a second time, also when what was written was edited by hand', async () => {
    const stage = await releaseStage();
    await stage.publish();
    stage.write('CHANGELOG.md', `${stage.text('CHANGELOG.md') ?? ''}by hand\n`);
    stage.write('releases/v1.0.0.md', 'by hand\n');
    stage.world.calls.length = 0;
    await stage.publish();
    expect(stage.world.writes().filter((call) => call !== 'tags.make')).toEqual([]);
    expect(stage.text('CHANGELOG.md')).toMatch(/by hand\n$/);
    expect(stage.text('releases/v1.0.0.md')).toBe('by hand\n');
    expect(stage.world.lines.at(-1)).toBe('nothing to do: v1.0.0 is published, tagged and in CHANGELOG.md');
  });

  it('puts the next release on top: what each component got since the one before, and no commit of another component', async () => {
    const stage = await secondRelease();
    await stage.publish();
    const text = stage.text('CHANGELOG.md') ?? '';
    expect(text.indexOf('## v1.1.0')).toBeLessThan(text.indexOf('## v1.0.0'));
    const section = text.slice(text.indexOf('## v1.1.0'), text.indexOf('## v1.0.0'));
    const [database = '', graphql = ''] = section.split('### graphql');
    expect(database).toContain('- **db:** departments (');
    expect(database).toContain('#### Migrations\n\n- V002__add_department\n');
    expect(database).not.toContain('timeouts');
    expect(graphql).toContain('- timeouts ([');
    expect(graphql).not.toContain('departments');
    expect(graphql).toContain('#### Configuration\n\n- `config.yml`: `timeout`\n');
    expect(graphql).toContain('#### Authors\n\n- Somebody\n');
    expect(section).toContain('Unchanged: backend.');
    expect(section).toContain('https://github.com/team/infra/commit/');
  });

  it('has a tag for each component where those of a repository are at different commits', async () => {
    const stage = await releaseStage();
    const first = stage.head('infra');
    const second = stage.push('infra', 'fix: it', { 'config.yml': 'dev:\n  a: 2\n' });
    await stage.release('run-2', { database: first });
    await stage.publish();
    expect(stage.tags('infra')).toEqual({ 'v1.0.0/database': first, 'v1.0.0/graphql': second });
  });

  it('takes the name that is given, and none that is no name of a tag and a file', async () => {
    const stage = await releaseStage();
    for (const name of ['-x', 'a/b', 'a..b', 'x.lock', 'a'.repeat(40)])
      expect((await refused(stage.publish({ name }))).code).toBe('CONVOY_RELEASE_NAME_INVALID');
    await stage.publish({ name: '2026.03' });
    expect(Object.keys(stage.tags('backend'))).toEqual(['2026.03']);
    stage.push('backend', 'fix: it', { 'api.py': '2' });
    await stage.release('run-2');
    expect((await refused(stage.publish())).code).toBe('CONVOY_RELEASE_NAME_MISSING');
  });

  it('is announced, and a failure to announce it fails nothing', async () => {
    const slack = { webhook: '$SLACK' };
    const stage = await releaseStage(releaseManifest({ allowSource: true, announce: { slack } }));
    await stage.publish();
    expect(stage.world.calls.filter((call) => call === 'announcements.send')).toHaveLength(1);
    expect(stage.world.lines.at(-1)).toContain('open a pull request');
  });
});

describe('publishing that was stopped', () => {
  /** Killed when the push that comes is the given one. */
  async function killedAt(stage: ReleaseStage, push: number): Promise<void> {
    const real = stage.world.labels.push.bind(stage.world.labels);
    let pushes = 0;
    const killed = new Promise<void>((resolve) => {
      stage.world.labels.push = (owner, name, object) => {
        pushes += 1;
        if (pushes < push) return real(owner, name, object);
        resolve();
        return new Promise(() => undefined);
      };
    });
    await Promise.race([stage.publish(), killed]);
    stage.world.labels.push = real;
    stage.forgetLock();
  }

  it.each([1, 2, 3])('before tag %d is completed by the same command, with the same tags', async (push) => {
    const [whole, stage] = [await releaseStage(), await releaseStage()];
    await whole.publish();
    await killedAt(stage, push);
    expect(Object.keys(stage.tags(null))).toEqual([]);
    expect(stage.text('CHANGELOG.md')).toBeNull();
    await stage.publish();
    for (const repo of ['infra', 'backend'] as const)
      expect(stage.world.sources.remote(repo).tags).toEqual(whole.world.sources.remote(repo).tags);
    expect(stage.world.labels.coordination.tags).toEqual(whole.world.labels.coordination.tags);
    expect(stage.text('CHANGELOG.md')).toBe(whole.text('CHANGELOG.md'));
    expect((await stage.world.receipts.refresh('dev')).published).toHaveLength(1);
  });

  it('before it wrote its files is completed too', async () => {
    const stage = await releaseStage();
    await stage.publish();
    const text = stage.text('CHANGELOG.md');
    stage.write('CHANGELOG.md', '# Ours\n');
    await stage.publish();
    expect(stage.text('CHANGELOG.md')).toBe(`# Ours\n\n${text?.slice(text.indexOf('## v1.0.0')) ?? ''}`);
    expect((await stage.world.receipts.refresh('dev')).published).toHaveLength(1);
  });

  it('by a remote that refuses says what was pushed, leaves it, and goes on with the same command', async () => {
    const stage = await releaseStage();
    stage.world.sources.remote('backend').refusal = 'protected';
    const { code, message, remedy } = await refused(stage.publish());
    expect(code).toBe('CONVOY_TAG_NOT_PUSHED');
    expect(message).toContain('tag backend v1.0.0 at');
    expect(message).toContain('protected');
    expect(message).toContain(`  infra v1.0.0 at ${stage.head('infra').slice(0, 7)}`);
    expect(remedy).toContain('the same command');
    expect(stage.world.records.locks.size).toBe(0);
    stage.world.sources.remote('backend').refusal = null;
    await stage.publish();
    expect(stage.tags('backend')).toEqual({ 'v1.0.0': stage.head('backend') });
  });

  it('puts back a tag that somebody removed', async () => {
    const stage = await releaseStage();
    await stage.publish();
    stage.world.sources.remote('backend').refs.delete('refs/tags/v1.0.0');
    await stage.publish();
    expect(stage.tags('backend')).toEqual({ 'v1.0.0': stage.head('backend') });
    expect((await stage.world.receipts.refresh('dev')).published).toHaveLength(1);
  });
});

describe('publishing is refused, and nothing is tagged or written,', () => {
  const untouched = async (stage: ReleaseStage, options = {}) => {
    const tags = [stage.tags('infra'), stage.tags('backend'), stage.tags(null)];
    const before = stage.text('CHANGELOG.md');
    const refusal = await refused(stage.publish(options));
    expect([stage.tags('infra'), stage.tags('backend'), stage.tags(null)]).toEqual(tags);
    expect(stage.text('CHANGELOG.md')).toBe(before);
    expect((await stage.world.receipts.refresh('dev')).published.length).toBe(before === null ? 0 : 1);
    return refusal;
  };
  const at = { startedAt: '2026-03-01T20:00:00.000Z', finishedAt: '2026-03-01T20:01:00.000Z', run: 'run-7' };

  it('where a pin is not what is live: it says which, and what to type', async () => {
    const stage = await releaseStage();
    await stage.pin('backend', stage.push('backend', 'fix: it', { 'api.py': '2' }));
    const { code, message, remedy } = await untouched(stage);
    expect(code).toBe('CONVOY_RELEASE_NOT_VERIFIED');
    expect(message).toMatch(/ {2}backend: [0-9a-f]{7} is live, the pin is [0-9a-f]{7}/);
    expect(remedy).toContain('npx nx run-many -t deploy --configuration=dev');
  });

  it('where a component did not pass, or a run began and has not ended', async () => {
    const stage = await releaseStage();
    stage.world.receipts.record('dev', [
      receipt({ component: 'backend', verb: 'verify', verdict: 'failed', ...at }),
    ]);
    expect((await untouched(stage)).message).toContain('backend: run run-7 did not pass');
    stage.world.receipts.record('dev', [
      started({ component: 'graphql', startedAt: at.startedAt, run: 'run-8' }),
    ]);
    expect((await untouched(stage)).message).toContain('graphql: run run-8 began and has not ended');
  });

  it('where what is live was changed by hand', async () => {
    const stage = await releaseStage();
    const verified = (await stage.world.receipts.refresh('dev')).components['backend']?.verified;
    stage.world.receipts.record('dev', [
      { ...(verified ?? receipt()), ...at, verb: 'verify', fingerprint: 'another' },
    ]);
    expect((await untouched(stage)).message).toContain('backend: what is live was changed since run run-7');
  });

  it('where the environment is held after a rollback', async () => {
    const stage = await releaseStage();
    const { trees } = heldTrees();
    const held = receipt({ component: 'backend', verb: 'rollback', outcome: 'rolled-back', ...at });
    const verified = (await stage.world.receipts.refresh('dev')).components['backend']?.verified;
    const { commit: id, tree } = verified ?? held;
    stage.world.receipts.record('dev', [
      { ...held, commit: id, tree, target: 'run-1', held: trees['backend'] ?? null },
    ]);
    expect((await untouched(stage)).message).toContain('is held');
  });

  it('where a tag of that name stands elsewhere: it is named, and never moved', async () => {
    const stage = await releaseStage();
    stage.world.sources.remote('backend').refs.set('refs/tags/v1.0.0', commit('e'));
    const { code, message } = await untouched(stage);
    expect(code).toBe('CONVOY_TAG_TAKEN');
    expect(message).toContain('backend v1.0.0: it is at eeeeeee, the release has');
  });

  it('where git could not have the tag beside another', async () => {
    const stage = await releaseStage();
    stage.world.sources.remote('infra').refs.set('refs/tags/v1.0.0/old', commit('e'));
    expect((await untouched(stage)).message).toContain('there is a tag v1.0.0/old');
  });

  it('where the release has another name, or the name another release', async () => {
    const stage = await releaseStage();
    await stage.publish();
    expect((await untouched(stage, { name: 'v9' })).code).toBe('CONVOY_RELEASE_PUBLISHED');
    stage.push('backend', 'fix: it', { 'api.py': '2' });
    await stage.release('run-2');
    expect((await untouched(stage, { name: 'v1.0.0' })).message).toContain('it is the release of run run-1');
  });

  it('where pins must be committed and are not', async () => {
    const stage = await releaseStage(releaseManifest({}));
    stage.world.home.commit({ [pinPath('backend', 'dev')]: 'a' });
    stage.world.home.write(pinPath('backend', 'dev'), 'b');
    expect((await untouched(stage)).code).toBe('CONVOY_PINS_UNCOMMITTED');
  });

  it('where this clone does not have the commit of the release', async () => {
    const stage = await releaseStage();
    stage.world.home.leaveGit();
    const { code, remedy } = await untouched(stage);
    expect(code).toBe('CONVOY_RELEASE_COMMIT_UNKNOWN');
    expect(remedy).toContain('git fetch origin');
  });

  it('where another run makes a release meanwhile', async () => {
    const stage = await releaseStage();
    const attempt = stage.world.keepers.attempt.bind(stage.world.keepers);
    stage.world.keepers.attempt = async (environment, claim) => {
      stage.push('backend', 'fix: it', { 'api.py': '2' });
      await stage.release('run-2');
      return attempt(environment, claim);
    };
    expect((await untouched(stage)).message).toContain('run run-2 made a release meanwhile');
    expect(stage.world.records.locks.size).toBe(0);
  });
});
