// Leaves a process in a session of its own that holds our output open for a while.
import { spawn } from 'node:child_process';

const left = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 8000)'], {
  detached: true,
  stdio: 'inherit',
});
left.unref();
process.stdout.write(`escaped ${left.pid}\n`);
