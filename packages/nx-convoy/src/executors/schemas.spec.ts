import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import executors from '../../executors.json';
import generators from '../../generators.json';
import { runFlagsSchema } from '../model/run-flags';

interface Schema {
  readonly description?: string;
  readonly additionalProperties?: boolean;
  readonly properties: Readonly<Record<string, { description?: string; enum?: string[]; type?: string }>>;
}

function schemaOf(path: string): Schema {
  return JSON.parse(readFileSync(sourceOf(path), 'utf8')) as Schema;
}

function sourceOf(path: string): string {
  return join(__dirname, '..', path.replace('./dist/', ''));
}

const registered = [
  ...Object.entries(executors.executors).map(([name, { schema, implementation, description }]) => ({
    name,
    schema,
    implementation,
    description,
  })),
  ...Object.entries(generators.generators).map(([name, { schema, factory, description }]) => ({
    name,
    schema,
    implementation: factory,
    description,
  })),
];

const OWN: Record<string, string[]> = {
  sql: ['query', 'file', 'write'],
  try: ['ref'],
  'environment-layers': ['outputFile', 'align', 'includeForeign', 'dryRun'],
  'environment-follow': ['ref', 'every'],
  'environment-metrics': ['outputFile', 'since'],
  'environment-logs': ['since', 'filter', 'errors', 'follow'],
  logs: ['since', 'filter', 'errors', 'follow'],
  restore: ['at', 'snapshot', 'newInstance'],
  drift: ['against'],
  'environment-drift': ['outputFile', 'against'],
};

test.each(registered)(
  '$name is described down to its options and takes no others',
  ({ schema, description }) => {
    const { additionalProperties, properties, ...rest } = schemaOf(schema);
    expect(description).toMatch(/\w/);
    expect(rest.description).toMatch(/\w/);
    expect(additionalProperties).toBe(false);
    for (const option of Object.values(properties)) expect(option.description).toMatch(/\w/);
  },
);

test.each(registered)('$name has an implementation', ({ implementation }) => {
  expect(existsSync(`${sourceOf(implementation)}.ts`)).toBe(true);
});

test.each(Object.entries(executors.executors))(
  '%s takes the flags of the whole run, and of its own only options that have an effect',
  (name, { schema }) => {
    const own = OWN[name] ?? (name.startsWith('environment-') ? ['outputFile'] : []);
    expect(Object.keys(schemaOf(schema).properties)).toEqual([...own, ...Object.keys(runFlagsSchema.shape)]);
  },
);
