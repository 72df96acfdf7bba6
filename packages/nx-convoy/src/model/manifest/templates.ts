import type { ComponentEntry } from '../component-entry';
import { pathOf } from './judged';
import type { ManifestPath } from './problem';

/** The part of a declaration that a text stands in; what may be referred to depends on it. */
export type TemplatePart =
  | 'prepare'
  | 'test'
  | 'deploy'
  | 'connect'
  | 'migrations'
  | 'pages'
  | 'observes'
  | 'outputs'
  | 'checks'
  | 'alarms'
  | 'config';

/** A text of a component in which placeholders are filled in. */
export interface Template {
  readonly part: TemplatePart;
  readonly path: ManifestPath;
  readonly text: string;
}

/** Fields that are taken as written: braces are GraphQL's own, branches and `$NAME` references are looked up as they stand. */
const LITERAL: Readonly<Record<TemplatePart, readonly string[]>> = {
  prepare: ['keyedBy', 'keeps'],
  test: [],
  deploy: [],
  connect: [],
  migrations: ['folder', 'outsideTransaction', 'scratch'],
  pages: ['account', 'token', 'branches', 'branch'],
  observes: [],
  outputs: [],
  checks: ['query', 'bearer', 'with', 'ignore'],
  alarms: [],
  config: ['specific', 'ignore'],
};
/** Fields whose content is JSON of somebody else: every text in it is filled, whatever its key. */
const JSON_FIELDS: readonly string[] = ['apply', 'inspect', 'revert', 'payload', 'json'];

export const TEMPLATE_PARTS = Object.keys(LITERAL) as readonly TemplatePart[];

/** All texts of a component in which placeholders are filled in. */
export function templatesOf(entry: ComponentEntry): Template[] {
  const templates: Template[] = [];
  for (const part of TEMPLATE_PARTS) {
    mapTexts(part, entry.declaration[part], (text, path) => {
      templates.push({ part, path: [...pathOf(entry), part, ...path], text });
      return text;
    });
  }
  return templates;
}

/** A copy of a part of a declaration in which every text that is not literal was changed. */
export function mapTexts<T>(
  part: TemplatePart,
  value: T,
  change: (text: string, path: ManifestPath) => string,
): T {
  const map = (each: unknown, path: ManifestPath, literal: readonly string[]): unknown => {
    if (typeof each === 'string') return change(each, path);
    if (Array.isArray(each)) return each.map((entry, index) => map(entry, [...path, index], literal));
    if (typeof each !== 'object' || each === null) return each;
    return Object.fromEntries(
      Object.entries(each).map(([key, field]) => {
        if (literal.includes(key)) return [key, field];
        return [
          key,
          map(field, [...path, key], literal.length > 0 && JSON_FIELDS.includes(key) ? [] : literal),
        ];
      }),
    );
  };
  return map(value, [], LITERAL[part]) as T;
}
