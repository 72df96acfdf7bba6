// Stands between us and one command: `node guard.mjs --run=<id> -- <argv…>` (the id is for whoever asks whether anything of a run is left). It lives in a session of its own and holds a pipe from
// whoever started it, so that the command is stopped even when that process is killed without a chance to clean up.
//
// stdin   first line: JSON {folder, environment, input: lines for the command or null}; then `stop`; the end of the stream means the same as `stop`.
// fd 3    JSON lines: {type: started, group} | {type: not-started, message} | {type: ended, code, signal, signalled}.
// The command gets a process group of its own. The guard must not share it: the group is empty exactly when nothing of the
// command is left, and only an outsider can ask that (kill 0) and still be there to tell after a SIGKILL.
// Plain JavaScript without dependencies: it is shipped as it stands and has to start fast.
import { spawn } from 'node:child_process';
import { statSync, writeSync } from 'node:fs';
import { constants } from 'node:os';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';

const REPORT = 3;
const GRACE_MILLISECONDS = 2500;
// What was killed may stay in the process table until its new parent notices; that is not worth waiting for.
const KILLED_MILLISECONDS = 300;
const POLL_MILLISECONDS = 25;

const [file, ...words] = process.argv.slice(process.argv.indexOf('--') + 1);
let child = null;
let clearing = null;
let signalled = false;

function report(message) {
  try {
    writeSync(REPORT, `${JSON.stringify(message)}\n`);
  } catch {
    // Nobody is left to be told; what has to be stopped is stopped all the same.
  }
}

function isFolder(path) {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function signalGroup(signal) {
  try {
    process.kill(-child.pid, signal);
    return true;
  } catch {
    return false;
  }
}

async function emptied(milliseconds) {
  for (let waited = 0; signalGroup(0); waited += POLL_MILLISECONDS) {
    if (waited >= milliseconds) return false;
    await pause(POLL_MILLISECONDS);
  }
  return true;
}

async function clearGroup() {
  if (!signalGroup('SIGTERM')) return;
  if (await emptied(GRACE_MILLISECONDS)) return;
  signalGroup('SIGKILL');
  await emptied(KILLED_MILLISECONDS);
}

/** Stops whatever of the command still runs; doubled calls share one attempt. */
function clear() {
  clearing ??= clearGroup();
  return clearing;
}

async function end(code, signal) {
  // The command is over; what it left behind in its group is not meant to stay.
  await clear();
  report({ type: 'ended', code, signal, signalled });
  process.exit(code ?? 128 + (constants.signals[signal] ?? 0));
}

async function stop() {
  if (child === null) process.exit(1);
  await clear();
  await pause(KILLED_MILLISECONDS);
  // The exit event has ended us by now, unless the kernel holds the command in an uninterruptible wait.
  report({ type: 'ended', code: null, signal: 'SIGKILL', signalled });
  process.exit(137);
}

function refuse(message) {
  report({ type: 'not-started', message });
  process.exit(127);
}

function start({ folder, environment, input }) {
  if (!isFolder(folder)) refuse(`the folder ${folder} does not exist`);
  // One pipe for both streams keeps their lines in the order in which they were written.
  child = spawn(file, words, {
    cwd: folder,
    env: environment,
    stdio: [input === null ? 'ignore' : 'pipe', 1, 1],
    detached: true,
  });
  child.once('error', (error) => {
    if (child.pid === undefined) refuse(error.message);
  });
  child.once('exit', (code, signal) => void end(code, signal));
  if (input !== null) {
    // A command that does not read to the end is its own business.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input.map((line) => `${line}\n`).join(''));
  }
  if (child.pid !== undefined) report({ type: 'started', group: child.pid });
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    signalled = true;
    void stop();
  });
}

const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => {
  if (child === null) start(JSON.parse(line));
  else if (line === 'stop') void stop();
});
lines.on('close', () => void stop());
process.stdin.on('error', () => void stop());
