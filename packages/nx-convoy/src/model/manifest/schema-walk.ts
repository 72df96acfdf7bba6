import { z } from 'zod';
import { nearest } from '../nearest';
import type { ManifestPath } from './problem';

// Finds the part of the schema that a place in a document is judged by. Where the schema is a union, the option that the value was
// most probably meant to be is taken, so that a typo is reported as a typo and not as eight options that do not fit.

export function schemaAt(schema: z.ZodType, document: unknown, path: ManifestPath): z.ZodType | null {
  const bare = settled(schema, document);
  const [key, ...rest] = path;
  if (key === undefined) return bare;
  const next = childSchema(bare, key);
  return next === null ? null : schemaAt(next, childOf(document, key), rest);
}

/** The option of a union that the value was meant to be; null where none is near. */
export function chosenOption(union: z.ZodUnion, value: unknown): z.ZodType | null {
  const options = (union.options as z.ZodType[]).flatMap((option) =>
    option instanceof z.ZodUnion ? (option.options as z.ZodType[]) : [option],
  );
  const scored = options.map((option) => ({ option, score: likeness(option, value) }));
  const best = scored.reduce((left, right) => (right.score > left.score ? right : left));
  return best.score > 0 ? best.option : null;
}

export function keysOf(schema: z.ZodType | null): string[] {
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}

/** What a union accepts, in a person's words. */
export function optionsOf(union: z.ZodUnion): string {
  const names = (union.options as z.ZodType[]).map((option) => {
    if (option instanceof z.ZodObject) return `{ ${requiredKeys(option).join(', ')} }`;
    if (option instanceof z.ZodLiteral) return JSON.stringify(option.value);
    if (option instanceof z.ZodUnion) return optionsOf(option);
    return option instanceof z.ZodArray ? 'a list' : `a ${option.type}`;
  });
  return names.join(' or ');
}

export function childOf(document: unknown, key: string | number): unknown {
  if (typeof document !== 'object' || document === null || !Object.hasOwn(document, key)) return undefined;
  return (document as Record<string | number, unknown>)[key];
}

function settled(schema: z.ZodType, value: unknown): z.ZodType {
  if (schema instanceof z.ZodOptional) return settled(schema.unwrap() as z.ZodType, value);
  if (schema instanceof z.ZodUnion) {
    const option = chosenOption(schema, value);
    return option === null ? schema : settled(option, value);
  }
  return schema;
}

function childSchema(schema: z.ZodType, key: string | number): z.ZodType | null {
  if (schema instanceof z.ZodObject) return (childOf(schema.shape, key) as z.ZodType | undefined) ?? null;
  if (schema instanceof z.ZodRecord) return schema.valueType as z.ZodType;
  return schema instanceof z.ZodArray ? (schema.element as z.ZodType) : null;
}

function likeness(option: z.ZodType, value: unknown): number {
  if (!(option instanceof z.ZodObject))
    return option.safeParse(value).success ? 10 : sameType(option, value) ? 5 : 0;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 0;
  const keys = Object.keys(value);
  const required = requiredKeys(option);
  const has = required.filter((key) => keys.includes(key)).length;
  const nearly = keys.filter((key) => nearest(key, required) !== null && !required.includes(key)).length;
  const further = keys.filter((key) => keysOf(option).includes(key)).length;
  return has * 100 + nearly * 20 + further;
}

function sameType(option: z.ZodType, value: unknown): boolean {
  return (
    (option instanceof z.ZodString && typeof value === 'string') ||
    (option instanceof z.ZodArray && Array.isArray(value))
  );
}

function requiredKeys(option: z.ZodObject): string[] {
  return Object.entries(option.shape)
    .filter(([, field]) => !(field instanceof z.ZodOptional))
    .map(([key]) => key);
}
