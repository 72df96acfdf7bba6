import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { runFlagsSchema } from '../packages/nx-convoy/src/model/run-flags';

const EXECUTORS = 'packages/nx-convoy/src/executors';

/** An option as Nx understands it: of JSON Schema it knows only a part. */
interface NxOption {
  readonly type: string | readonly string[];
  readonly enum?: readonly string[];
  readonly description: string;
}

interface ExecutorSchema {
  readonly properties: Readonly<Record<string, unknown>>;
}

/** Path and text of each executor's schema: its own options as they are in the file, and the flags that hold for every task of a run. */
export function executorSchemas(root: string): [path: string, text: string][] {
  return readdirSync(join(root, EXECUTORS), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => {
      const path = `${EXECUTORS}/${name}/schema.json`;
      return [path, withFlags(readFileSync(join(root, path), 'utf8'))];
    });
}

/** A schema of an executor with the run-wide flags, whatever flags it had before. */
export function withFlags(text: string): string {
  const schema = JSON.parse(text) as ExecutorSchema;
  const own = Object.entries(schema.properties).filter(
    ([name]) => !Object.hasOwn(runFlagsSchema.shape, name),
  );
  return formatted({ ...schema, properties: { ...Object.fromEntries(own), ...flagOptions() } });
}

/** The run-wide flags as options. The hook before the run reads and checks them; a task only has to let them pass. */
export function flagOptions(): Record<string, NxOption> {
  const { properties = {} } = z.toJSONSchema(runFlagsSchema, { target: 'draft-7', io: 'input' });
  return Object.fromEntries(
    Object.entries(properties).map(([name, property]) => [name, optionOf(name, property)]),
  );
}

function optionOf(name: string, property: z.core.JSONSchema._JSONSchema): NxOption {
  if (typeof property === 'boolean') throw new TypeError(`flag ${name} has no type`);
  const description = `${property.description ?? ''}.`;
  const values = property.anyOf?.flatMap((each) => (typeof each === 'boolean' ? [] : (each.enum ?? [])));
  if (values !== undefined) return { type: 'string', enum: values.map(String), description };
  const types = [property.type].flat().filter((type) => type !== undefined && type !== 'null');
  if (types[0] === 'boolean') return { type: 'boolean', description };
  // Nx reads digits as a number before it looks at the type: --reason=4711.
  return { type: types[0] === 'string' ? ['string', 'number'] : 'number', description };
}

/** As prettier has it: short lists of words on one line. */
function formatted(value: unknown): string {
  const text = JSON.stringify(value, null, 2);
  return `${text.replace(/\[\s+("[^\]]*")\s+\]/g, (_list, words: string) => `[${words.replace(/,\s+/g, ', ')}]`)}\n`;
}
