import type { Output } from './ports';

/** Lines to standard output. */
export function createTerminalOutput(stream: NodeJS.WritableStream = process.stdout): Output {
  // When the reader is gone (Nx killed), writing fails; cleaning up must go on all the same.
  if (!stream.listeners('error').includes(ignoreLostReader)) stream.on('error', ignoreLostReader);
  return {
    line: (text) => {
      stream.write(`${text}\n`);
    },
  };
}

function ignoreLostReader(): void {
  // Nothing to do: there is nobody to tell.
}
