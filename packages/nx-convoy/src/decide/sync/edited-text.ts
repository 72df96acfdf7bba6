import type { Document } from 'yaml';
import { canonicalJson } from '../../model/digest';
import { readConfig } from '../drift/config-portrait';
import { lineDiff } from './line-diff';

/**
 * The text of a YAML document after an edit: every line that the edit does not concern is as it was, byte by byte, though the library would write
 * some of them in its own way.
 */
export function editedText(text: string, before: Document, after: Document): string {
  const style = styleOf(text);
  const [old, changed] = [before.toString(style), after.toString(style)];
  if (old === changed) return text;
  const ending = text.includes('\r\n') ? '\r' : '';
  const original = linesOf(text);
  const printed = linesOf(old);
  if (original.length !== printed.length) return changed;
  const lines = lineDiff(printed, linesOf(changed)).flatMap((each) => {
    if (each.type === 'drop') return [];
    return [each.type === 'keep' ? (original[each.line] ?? '') : `${each.text}${ending}`];
  });
  const merged = `${lines.join('\n')}\n`;
  return saysTheSame(merged, after) ? merged : changed;
}

function saysTheSame(text: string, document: Document): boolean {
  const read = readConfig(text, []);
  return read.type === 'read' && canonicalJson(read.value) === canonicalJson(document.toJS());
}

function linesOf(text: string): string[] {
  return text.replace(/\n$/, '').split('\n');
}

/** As the text itself is written, as far as the library can be told. */
function styleOf(text: string) {
  const indent = /^(?<spaces> +)\S/m.exec(text)?.groups?.['spaces']?.length ?? 2;
  return {
    lineWidth: 0,
    indent: Math.max(2, indent),
    indentSeq: !/^(?<spaces> *)[^\s#-][^\n]*:\s*\n\k<spaces>- /m.test(text),
    flowCollectionPadding: !/[{[]\S/.test(text),
  } as const;
}
