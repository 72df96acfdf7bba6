import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { SandboxError } from '../sandbox-error';
import type { ServerIdentity } from './server-identity';

const run = promisify(execFile);

/** How a program of the server is started under its identity. */
export interface ServerCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly identity?: ServerIdentity;
}

export interface Needs {
  readonly identity: ServerIdentity | undefined;
  /** What the server must be able to reach: its program and its data. */
  readonly paths: readonly string[];
}

/**
 * A checkout of root often lies in a folder that nobody else may enter (/root, or one made by mktemp). There the server keeps the
 * capability to pass folders, and is an ordinary user in everything else; a copy outside the checkout would outlive it.
 */
export async function serverCommand(
  program: string,
  args: readonly string[],
  needs: Needs,
): Promise<ServerCommand> {
  const { identity, paths } = needs;
  if (identity === undefined) return { command: program, args };
  const reachable = await Promise.all(paths.map((path) => canReach(path, identity)));
  if (reachable.every(Boolean)) return { command: program, args, identity };
  const lift = [
    `--reuid=${identity.uid}`,
    `--regid=${identity.gid}`,
    '--clear-groups',
    '--inh-caps=-all,+dac_override',
    '--ambient-caps=-all,+dac_override',
  ];
  if (await works('setpriv', [...lift, program, '--version']))
    return { command: 'setpriv', args: [...lift, program, ...args] };
  const unreachable = paths.find((_, index) => reachable[index] === false) ?? program;
  throw new SandboxError(
    `PostgreSQL must not run as root, and the user that it gets (uid ${identity.uid}) may not enter the folders above ${unreachable}.`,
    'Put the checkout where every user may enter, for instance below /srv or /var/tmp, or run the sandbox as an ordinary user.',
  );
}

async function canReach(path: string, identity: ServerIdentity): Promise<boolean> {
  return works('test', ['-x', path], identity);
}

async function works(program: string, args: readonly string[], identity?: ServerIdentity): Promise<boolean> {
  return run(program, [...args], { cwd: '/', ...identity }).then(
    () => true,
    () => false,
  );
}
