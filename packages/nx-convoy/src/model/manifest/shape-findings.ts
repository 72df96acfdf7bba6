import { z } from 'zod';
import { nearest } from '../nearest';
import { quoted, type Finding, type ManifestPath } from './problem';
import { childOf, chosenOption, keysOf, optionsOf, schemaAt } from './schema-walk';

type Issue = z.core.$ZodIssue;

/** A finding of the schema, with what has to be taken out of the document so that the rest can be judged by the rules. */
export interface ShapeFinding extends Finding {
  readonly take: readonly ManifestPath[];
}

/** Where the document is not of the shape that the schema asks for. */
export function shapeFindings(schema: z.ZodType, document: unknown): ShapeFinding[] {
  const result = schema.safeParse(document);
  if (result.success) return [];
  const findings = result.error.issues.flatMap((issue) => findingsOf(issue, schema, document));
  return withoutEchoes(findings);
}

function findingsOf(issue: Issue, schema: z.ZodType, document: unknown): ShapeFinding[] {
  const path = issue.path as ManifestPath;
  const value = valueAt(document, path);
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey(key, path, schemaAt(schema, document, path)));
    case 'invalid_union':
      return unionFindings(schema, document, path);
    case 'invalid_key':
      return [
        {
          path,
          atKey: true,
          take: [path],
          message: `${quoted(path.at(-1))} is not a name`,
          allowed: issue.issues[0]?.message,
        },
      ];
    case 'invalid_type':
      return [value === undefined ? missing(path, issue.expected) : wrongType(path, value, issue.expected)];
    case 'invalid_value':
      return [wrongValue(path, value, issue.values)];
    default:
      return [
        {
          path,
          take: [path],
          message: `${fieldOf(path)} is ${quoted(value)}`,
          allowed: `must be ${issue.message}`,
        },
      ];
  }
}

function unknownKey(key: string, path: ManifestPath, schema: z.ZodType | null): ShapeFinding {
  const known = keysOf(schema);
  const full = [...path, key];
  const allowed = known.length === 0 ? undefined : `known here are ${known.join(', ')}`;
  return {
    path: full,
    atKey: true,
    take: [full],
    message: `unknown key ${quoted(key)}`,
    allowed,
    didYouMean: nearest(key, known),
  };
}

function missing(path: ManifestPath, expected: string): ShapeFinding {
  return {
    path: path.slice(0, -1),
    take: [path],
    message: `${quoted(path.at(-1))} is missing`,
    allowed: `must be ${article(expected)}`,
  };
}

function wrongType(path: ManifestPath, value: unknown, expected: string): ShapeFinding {
  return {
    path,
    take: [path],
    message: `${fieldOf(path)} is ${quoted(value)}`,
    allowed: `must be ${article(expected)}`,
  };
}

function wrongValue(path: ManifestPath, value: unknown, values: readonly unknown[]): ShapeFinding {
  const words = values.filter((each): each is string => typeof each === 'string');
  const didYouMean = typeof value === 'string' ? nearest(value, words) : null;
  const allowed = `must be ${values.map((each) => JSON.stringify(each)).join(' or ')}`;
  return { path, take: [path], message: `${fieldOf(path)} is ${quoted(value)}`, allowed, didYouMean };
}

/** Judges the value by the option that it was meant to be. */
function unionFindings(schema: z.ZodType, document: unknown, path: ManifestPath): ShapeFinding[] {
  const union = unionAt(schema, document, path);
  const value = valueAt(document, path);
  const option = union === null ? null : chosenOption(union, value);
  if (option === null) {
    const allowed = union === null ? undefined : `must be ${optionsOf(union)}`;
    return [{ path, take: [path], message: `${fieldOf(path)} is ${quoted(value)}`, allowed }];
  }
  return shapeFindings(option, value).map((finding) => ({
    ...finding,
    path: [...path, ...finding.path],
    take: finding.take.map((each) => [...path, ...each]),
  }));
}

function unionAt(schema: z.ZodType, document: unknown, path: ManifestPath): z.ZodUnion | null {
  const parent = schemaAt(schema, document, path.slice(0, -1));
  const key = path.at(-1);
  if (parent === null || key === undefined) return schema instanceof z.ZodUnion ? schema : null;
  const child = parent instanceof z.ZodObject ? childOf(parent.shape, key) : elementOf(parent);
  const bare = child instanceof z.ZodOptional ? child.unwrap() : child;
  return bare instanceof z.ZodUnion ? bare : null;
}

function elementOf(schema: z.ZodType): unknown {
  if (schema instanceof z.ZodRecord) return schema.valueType;
  return schema instanceof z.ZodArray ? schema.element : undefined;
}

/** A mistyped required key is one mistake: its correct spelling is not reported as missing as well. */
function withoutEchoes(findings: readonly ShapeFinding[]): ShapeFinding[] {
  const meant = new Set(
    findings.flatMap(({ path, didYouMean, atKey }) =>
      atKey === true && didYouMean != null ? [[...path.slice(0, -1), didYouMean].join('\0')] : [],
    ),
  );
  return findings.filter(({ take, atKey }) => atKey === true || !meant.has(take[0]?.join('\0') ?? ''));
}

function valueAt(document: unknown, path: ManifestPath): unknown {
  return path.reduce(childOf, document);
}

function fieldOf(path: ManifestPath): string {
  const key = path.at(-1);
  if (typeof key === 'string') return quoted(key);
  return key === undefined ? 'the file' : `entry ${key + 1} of ${quoted(path.at(-2))}`;
}

function article(type: string): string {
  const words: Readonly<Record<string, string>> = {
    array: 'a list',
    int: 'a whole number',
    record: 'an object',
  };
  return words[type] ?? `${/^[aeiou]/.test(type) ? 'an' : 'a'} ${type}`;
}
