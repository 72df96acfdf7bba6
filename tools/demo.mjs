// `npm run demo`: from a fresh clone to five components deployed to dev and preprod of the embedded world.
import { bin, ensureInstalled, run } from './ensure-installed.mjs';

const world = {
  CONVOY_WORLD: 'sandbox',
  NX_DAEMON: 'false',
  NX_TUI: 'false',
  FORCE_COLOR: process.env.FORCE_COLOR ?? '',
};
const began = Date.now();
ensureInstalled();
const installed = Date.now();
step('the sandbox', ['run', 'sandbox:up']);
step('dev', ['run-many', '-t', 'deploy', '--configuration=dev']);
step('preprod', ['run-many', '-t', 'deploy', '--configuration=preprod']);
step('what is live in dev', ['run', 'convoy:status:dev']);
step('what is live in preprod', ['run', 'convoy:status:preprod']);
step('where to look', ['run', 'sandbox:status']);
const seconds = (from, to) => ((to - from) / 1000).toFixed(0);
process.stdout.write(`
Five components of four repositories are deployed to dev and preprod of the sandbox, each verified
(${seconds(installed, Date.now())} s${installed - began > 2000 ? `, after ${seconds(began, installed)} s of installing` : ''}).

  look      CONVOY_WORLD=sandbox npx nx run convoy:status:preprod
  again     CONVOY_WORLD=sandbox npx nx run-many -t deploy --configuration=preprod     (does nothing: all converged)
  stop      npx nx run sandbox:down
`);

function step(title, args) {
  process.stdout.write(`\n── ${title}: npx nx ${args.join(' ')}\n`);
  const code = run(bin('nx'), args, world);
  if (code === 0) return;
  process.stderr.write(
    `\nthe demo stopped at: ${title}. The sandbox stays up: look with  npx nx run sandbox:status , stop with  npx nx run sandbox:down\n`,
  );
  process.exit(code);
}
