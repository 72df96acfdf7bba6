import { join } from 'node:path';
import { runFlagsSchema } from '../packages/nx-convoy/src/model/run-flags';
import { executorSchemas, flagOptions, withFlags } from './flag-schemas';

interface Schema {
  readonly additionalProperties: boolean;
  readonly properties: Readonly<Record<string, unknown>>;
}
const flags = Object.keys(runFlagsSchema.shape);

describe('flagOptions', () => {
  it('has every flag of a run, described, and without a default that Nx would hand over as if it were typed', () => {
    const options = flagOptions();
    expect(Object.keys(options)).toEqual(flags);
    for (const option of Object.values(options)) {
      expect(option.description).toMatch(/^[A-Z].*\.$/);
      expect(option).not.toHaveProperty('default');
    }
  });

  it('knows numbers, choices, switches and words', () => {
    expect(flagOptions()).toMatchObject({
      waitForLock: { type: 'number' },
      onFailure: { type: 'string', enum: ['keep', 'rollback'] },
      hotfix: { type: 'boolean' },
      reason: { type: ['string', 'number'] },
    });
  });
});

describe('withFlags', () => {
  const own = { outputFile: { type: 'string', description: 'A file.' } };
  const text = JSON.stringify({ title: 'Plan', properties: own, additionalProperties: false });

  it('keeps what the executor has of its own, first', () => {
    const schema = JSON.parse(withFlags(text)) as Schema;
    expect(schema.properties).toMatchObject(own);
    expect(Object.keys(schema.properties)).toEqual(['outputFile', ...flags]);
    expect(schema.additionalProperties).toBe(false);
  });

  it('says the same when it is asked again', () => {
    expect(withFlags(withFlags(text))).toBe(withFlags(text));
  });

  it('replaces a flag that was written otherwise', () => {
    const edited = JSON.stringify({ properties: { hotfix: { type: 'string' } } });
    expect((JSON.parse(withFlags(edited)) as Schema).properties['hotfix']).toEqual(flagOptions()['hotfix']);
  });
});

test('every executor has a schema that is generated', () => {
  const paths = executorSchemas(join(__dirname, '..')).map(([path]) => path);
  expect(paths).toContain('packages/nx-convoy/src/executors/deploy/schema.json');
  expect(paths).toContain('packages/nx-convoy/src/executors/environment-status/schema.json');
});
