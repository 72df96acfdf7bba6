import { readMigrations } from '../migrations';
import { planTrial } from './plan-trial';

const files = (...names: string[]) =>
  names.map((name) => ({ path: `migrations/${name}`, text: `-- ${name}\nselect 1` }));
const applied = (...sources: { path: string; text: string }[]) => ({
  version: 0,
  migrations: readMigrations(sources).map(({ version, name, checksum }) => ({
    version,
    name,
    checksum,
    appliedAt: '2026-01-01T00:00:00.000Z',
  })),
});

it('tries what the environment lacks, on what it has, each with what undoes it', () => {
  const tried = files('V002__b.sql', 'V001__a.sql', 'U002__b.sql', 'V003__c.sql');
  const plan = planTrial({ tried, live: [], schema: applied(...files('V001__a.sql')) });
  expect(plan).toMatchObject({ edited: [], unknown: [] });
  expect(plan.base.map(({ file }) => file)).toEqual(['V001__a.sql']);
  expect(plan.pending).toEqual([
    {
      version: 2,
      file: 'V002__b.sql',
      up: '-- V002__b.sql\nselect 1',
      down: { file: 'U002__b.sql', text: '-- U002__b.sql\nselect 1' },
    },
    { version: 3, file: 'V003__c.sql', up: '-- V003__c.sql\nselect 1', down: null },
  ]);
});

it('tries everything where nothing is applied', () => {
  const plan = planTrial({ tried: files('V001__a.sql'), live: [], schema: null });
  expect([plan.base.length, plan.pending.length]).toEqual([0, 1]);
});

it('builds what the environment has from the files that were applied, not from those edited since', () => {
  const live = files('V001__a.sql', 'V009__elsewhere.sql');
  const tried = [{ path: 'V001__a.sql', text: 'select 2' }, ...files('V002__b.sql')];
  const plan = planTrial({ tried, live, schema: applied(...live) });
  expect(plan.base.map(({ up }) => up)).toEqual(live.map(({ text }) => text));
  expect(plan.edited).toEqual(['V001__a.sql']);
  expect(plan.pending.map(({ file }) => file)).toEqual(['V002__b.sql']);
});

it('names what was applied and is nowhere', () => {
  const plan = planTrial({ tried: [], live: [], schema: applied(...files('V004__lost.sql')) });
  expect(plan.unknown).toEqual(['V4 lost']);
});
