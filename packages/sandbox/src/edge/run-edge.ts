import { placesOf } from '../places';
import { SandboxError } from '../sandbox-error';
import { startEdge } from './start-edge';

/** The command line of the detached process: the folder of the checkout and its manifest. */
async function runEdge(): Promise<void> {
  const [root, manifest] = process.argv.slice(2);
  if (root === undefined || manifest === undefined)
    throw new SandboxError('No folder was named.', 'nx run sandbox:up starts this.');
  const edge = await startEdge(placesOf(root), manifest);
  let closing: Promise<void> | undefined;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      closing ??= edge.close().finally(() => process.exit(0));
    });
  }
}

runEdge().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});
