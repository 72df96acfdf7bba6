import { readFile } from 'node:fs/promises';

/** The last lines of a log, indented for a message. */
export async function readTail(log: string, lines = 12): Promise<string> {
  const text = await readFile(log, 'utf8').catch(() => '');
  return text
    .trimEnd()
    .split('\n')
    .slice(-lines)
    .map((line) => `    ${line}`)
    .join('\n');
}
