import { createInterface } from 'node:readline/promises';
import type { Questions } from './questions-port';

/** Questions at a terminal, a line each. End of input and Ctrl-C are the end of the answers. */
export function createTerminalQuestions(
  isThere: boolean,
  input: NodeJS.ReadableStream = process.stdin,
  output: NodeJS.WritableStream = process.stdout,
): Questions {
  return {
    isThere,
    ask: async (words) => {
      const terminal = createInterface({ input, output });
      const ended = new AbortController();
      terminal.on('close', () => ended.abort());
      terminal.on('SIGINT', () => terminal.close());
      try {
        return await terminal.question(words, { signal: ended.signal });
      } catch (cause) {
        if (ended.signal.aborted) return null;
        throw cause;
      } finally {
        terminal.close();
      }
    },
  };
}
