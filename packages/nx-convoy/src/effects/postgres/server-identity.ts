import { execFile } from 'node:child_process';
import { userInfo } from 'node:os';
import { promisify } from 'node:util';

/** Whom the server runs as, and the words that make it so. */
export interface ServerIdentity {
  readonly uid: number;
  readonly gid: number;
  readonly words: readonly string[];
}

/**
 * PostgreSQL refuses to run as root: root lends it an ordinary account that is there anyway, with nothing but the right to enter folders, since a
 * checkout of root often lies where nobody else may. Everybody else runs it himself: null.
 */
export async function serverIdentity(): Promise<ServerIdentity | null> {
  if (userInfo().uid !== 0) return null;
  const [uid, gid] = await Promise.all(['-u', '-g'].map((flag) => numberOf(flag)));
  if (uid === undefined || gid === undefined) return null;
  const right = ['--inh-caps=-all,+dac_override', '--ambient-caps=-all,+dac_override'];
  return { uid, gid, words: ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', ...right] };
}

async function numberOf(flag: string): Promise<number> {
  return Number((await promisify(execFile)('id', [flag, 'nobody'])).stdout);
}
