import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { SandboxError } from '../sandbox-error';

// Below the range from which systems take the ports of outgoing connections: a port that is kept for weeks must not be taken by one.
const lowest = 20_000;
const highest = 32_000;

/** Different free ports on loopback. */
export async function choosePorts(count: number): Promise<number[]> {
  const chosen = new Set<number>();
  for (let tries = 0; chosen.size < count; tries++) {
    if (tries > 500) {
      throw new SandboxError(
        'No free ports on 127.0.0.1.',
        `End some of the programs that listen between ${lowest} and ${highest}.`,
      );
    }
    const port = randomInt(lowest, highest);
    if (await isFree(port)) chosen.add(port);
  }
  return [...chosen];
}

export async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen({ port, host: '127.0.0.1', exclusive: true });
    await once(server, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}
