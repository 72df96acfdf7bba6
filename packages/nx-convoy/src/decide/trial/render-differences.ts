import { unreachable } from '../../model/unreachable';
import type { CatalogueDifference, ChangedField } from './compare-catalogues';

const WIDTH = 100;

/** A line for each thing that differs: `+` is new, `-` is gone, `~` is another. */
export function renderDifferences(differences: readonly CatalogueDifference[], indent = ''): string[] {
  return differences.flatMap(linesOf).map((line) => cut(`${indent}${line}`));
}

function linesOf(difference: CatalogueDifference): string[] {
  const { change, entry } = difference;
  const what = `${entry.kind} ${entry.name}`;
  switch (change) {
    case 'added':
      return [`+ ${what}${said(entry.properties)}`];
    case 'removed':
      return [`- ${what}`];
    case 'changed':
      return difference.fields.map((field) => `~ ${what}  ${sayField(field)}`);
    default:
      return unreachable(change);
  }
}

/** The first property is what the thing is, and needs no name. */
function said(properties: Readonly<Record<string, string>>): string {
  const [first, ...others] = Object.entries(properties);
  if (first === undefined) return '';
  const rest = others.map(([name, value]) => ` · ${name} ${oneLine(value)}`).join('');
  return `  ${oneLine(first[1])}${rest}`;
}

function sayField({ field, from, to }: ChangedField): string {
  return `${field} ${from === null ? 'none' : oneLine(from)} → ${to === null ? 'none' : oneLine(to)}`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function cut(line: string): string {
  return line.length <= WIDTH ? line : `${line.slice(0, WIDTH - 1)}…`;
}
