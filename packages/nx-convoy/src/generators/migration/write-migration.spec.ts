import { promotionStage, type PromotionStage } from '../../../tests/fakes/promotion-stage';
import type { MigrationOptions } from './schema';
import { writeMigration } from './write-migration';

async function migration(
  stage: PromotionStage,
  options: Partial<MigrationOptions> = {},
  dryRun = false,
): Promise<void> {
  const asked = { name: 'add-department', ...options };
  const perform = await writeMigration(stage.tree, asked, async () => stage.world);
  if (!dryRun) await perform();
}
const filesOn = (stage: PromotionStage, branch: string): string[] => {
  const remote = stage.world.sources.remote('infra');
  return Object.keys(remote.commits.get(stage.head('infra', `refs/heads/${branch}`) ?? '')?.files ?? {});
};

it('gets the next number over all branches that environments use, on a branch of the repository that owns it', async () => {
  const stage = await promotionStage();
  stage.push('infra', 'main', { 'a.txt': 'a', 'db/V001__users.sql': '' });
  stage.push('infra', 'stg', { 'a.txt': 'a', 'db/V001__users.sql': '', 'db/V002__teams.sql': '' });
  await migration(stage);
  expect(filesOn(stage, 'feature/add-department')).toEqual(
    expect.arrayContaining(['a.txt', 'db/V003__add_department.sql', 'db/U003__add_department.sql']),
  );
  expect(stage.world.lines.at(-1)).toContain('nx-convoy:pin --environment=<environment> --component=infra');
});

it('is written on top of the branch where that exists', async () => {
  const stage = await promotionStage();
  await migration(stage, { feature: 'feature/x' });
  expect(filesOn(stage, 'feature/x')).toEqual(
    expect.arrayContaining(['x.txt', 'db/V001__add_department.sql']),
  );
});

it('is only shown in a dry run', async () => {
  const stage = await promotionStage();
  const refs = stage.refs();
  await migration(stage, {}, true);
  expect(stage.refs()).toEqual(refs);
  expect(stage.world.lines).toContain('infra feature/add-department  + db/V001__add_department.sql');
});

it('gets another number when two features took the same one', async () => {
  const stage = await promotionStage();
  stage.push('infra', 'stg', { 'a.txt': 'a', 'db/V004__teams.sql': '' });
  stage.push('infra', 'feature/x', {
    'a.txt': 'a',
    'db/V004__add_department.sql': 'alter',
    'db/U004__add_department.sql': '',
  });
  await migration(stage, { feature: 'feature/x', renumber: 4 });
  expect(filesOn(stage, 'feature/x').sort()).toEqual([
    'a.txt',
    'db/U005__add_department.sql',
    'db/V005__add_department.sql',
  ]);
  await expect(migration(stage, { feature: 'feature/x', renumber: 4 })).rejects.toMatchObject({
    code: 'CONVOY_MIGRATION_NOT_FOUND',
  });
});

it('refuses a component that there is not, and one without migrations', async () => {
  const stage = await promotionStage();
  await expect(migration(stage, { component: 'backend' })).rejects.toMatchObject({
    code: 'CONVOY_COMPONENT_UNKNOWN',
  });
});
