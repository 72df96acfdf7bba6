import { execFile } from 'node:child_process';
import { userInfo } from 'node:os';
import { promisify } from 'node:util';
import { SandboxError } from '../sandbox-error';

const run = promisify(execFile);

/** The user that the database server runs as. */
export interface ServerIdentity {
  readonly uid: number;
  readonly gid: number;
}

/** PostgreSQL refuses to run as root: root lends it an ordinary account that is there anyway, and makes none. Everybody else runs it himself. */
export async function serverIdentity(): Promise<ServerIdentity | undefined> {
  if (userInfo().uid !== 0) return undefined;
  for (const name of ['postgres', 'nobody']) {
    const identity = await lookUp(name);
    if (identity !== undefined) return identity;
  }
  throw new SandboxError(
    'PostgreSQL cannot run as root, and this system has neither a user postgres nor a user nobody.',
    'Run the sandbox as another user, or make one: useradd --system postgres',
  );
}

async function lookUp(name: string): Promise<ServerIdentity | undefined> {
  try {
    const [uid, gid] = await Promise.all(
      ['-u', '-g'].map(async (flag) => Number((await run('id', [flag, name])).stdout)),
    );
    return uid && gid ? { uid, gid } : undefined;
  } catch {
    return undefined;
  }
}
