import { placesOf } from '../places';
import { SandboxError } from '../sandbox-error';
import { startEdge } from './start-edge';

/** The command line of the detached process: the folder of the checkout and its manifest. Its environment was scrubbed by whoever started it. */
async function runEdge(): Promise<void> {
  const [root, manifestFile] = process.argv.slice(2);
  if (root === undefined || manifestFile === undefined) {
    throw new SandboxError('No folder was named.', 'nx run sandbox:up starts this.');
  }
  const environment = Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  const edge = await startEdge({
    places: placesOf(root),
    manifestFile,
    environment: { ...environment, GIT_CONFIG_NOSYSTEM: '1', npm_config_update_notifier: 'false' },
    say: (line) => process.stdout.write(`${new Date().toISOString()} ${line}\n`),
  });
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
