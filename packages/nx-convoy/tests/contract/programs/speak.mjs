// Prints its arguments as lines (`out:…`, `err:…`), an environment variable (`env:NAME`), or a text in two writes (`split:…`);
// `echo` says its input, `exit:N` ends with that code, `signal:NAME` by that signal, `hang` never ends.
import { setTimeout as pause } from 'node:timers/promises';

for (const word of process.argv.slice(2)) {
  const [what, rest = ''] = [word.split(':', 1)[0], word.slice(word.indexOf(':') + 1)];
  if (what === 'out') process.stdout.write(`${rest}\n`);
  if (what === 'err') process.stderr.write(`${rest}\n`);
  if (what === 'env') process.stdout.write(`${rest}=${process.env[rest] ?? ''}\n`);
  if (what === 'all') process.stdout.write(`${Object.keys(process.env).sort().join(' ')}\n`);
  if (what === 'where') process.stdout.write(`${process.cwd()}\n`);
  if (what === 'split') {
    process.stdout.write(rest.slice(0, rest.length / 2));
    await pause(40);
    process.stdout.write(`${rest.slice(rest.length / 2)}\n`);
  }
  if (what === 'exit') process.exitCode = Number(rest);
  if (what === 'signal') process.kill(process.pid, rest);
  if (what === 'echo') for await (const chunk of process.stdin) process.stdout.write(chunk);
  if (what === 'hang') setInterval(() => undefined, 1000);
}
