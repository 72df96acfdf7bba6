import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const GUIDE = join(__dirname, '..', '..', 'docs', 'guide.md');

/** A block of docs/guide.md that a person types, or an edit that a person makes. */
export interface ScriptBlock {
  readonly name: string;
  readonly type: 'sh' | 'diff';
  /** As they stand there. */
  readonly lines: readonly string[];
}

/** The blocks under a `<!-- script: <name> -->`, from top to bottom. */
export function readGuideScript(): ScriptBlock[] {
  const text = readFileSync(GUIDE, 'utf8');
  const marks = text.match(/^<!-- script: /gm)?.length ?? 0;
  const blocks = [...text.matchAll(/^<!-- script: (.+) -->\n```(sh|diff)\n([^]*?)\n```$/gm)].map(
    ([, name = '', type, body = '']) => ({
      name,
      type: type as ScriptBlock['type'],
      lines: body.split('\n'),
    }),
  );
  if (blocks.length !== marks)
    throw new TypeError(`${marks} blocks are marked, ${blocks.length} can be read`);
  return blocks;
}
