import { once } from 'node:events';
import { createServer } from 'node:net';
import { choosePorts, isFree } from './choose-ports';

test('ports are different, and outside the range of outgoing connections', async () => {
  const ports = await choosePorts(4);
  expect(new Set(ports).size).toBe(4);
  expect(ports.every((port) => port >= 20_000 && port < 32_000)).toBe(true);
});

test('a port that is listened on is not free', async () => {
  const [port = 0] = await choosePorts(1);
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  await expect(isFree(port)).resolves.toBe(false);
  server.close();
  await once(server, 'close');
  await expect(isFree(port)).resolves.toBe(true);
});
