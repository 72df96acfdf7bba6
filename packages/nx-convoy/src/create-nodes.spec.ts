import type { CreateNodesContext } from '@nx/devkit';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createNodes, createNodesV2 } from './create-nodes';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'convoy-nodes-'));
});
afterEach(() => rm(root, { recursive: true }));

async function nodesOf(text: string) {
  await writeFile(join(root, 'repos.json'), text);
  const context = { workspaceRoot: root, nxJsonConfiguration: {} } as CreateNodesContext;
  return createNodes[1](['repos.json'], undefined, context);
}

test('the manifest at the root becomes projects', async () => {
  const [entry] = await nodesOf(`{
    // comments are read
    "environments": { "dev": { "account": "111111111111", "region": "us-east-1" } },
    "repos": { "shop": { "url": "git@host:shop.git", "components": { "web": {} } } },
  }`);
  expect(createNodes[0]).toBe('repos.json');
  expect(entry?.[0]).toBe('repos.json');
  expect(Object.keys(entry?.[1].projects ?? {})).toEqual(['components', 'components/web']);
});

test('mistakes are one readable error that lists them all', async () => {
  const broken = nodesOf(
    '{ "environments": { "dev": { "region": "x" } },\n"repos": { "shop": { "url": "--exec=id", "components": {} } } }',
  );
  await expect(broken).rejects.toMatchObject({
    code: 'CONVOY_MANIFEST_INVALID',
    message: expect.stringMatching(
      /^repos\.json has 3 problems\nrepos\.json:1:\d+ .*“account” is missing.*\nrepos\.json:1:\d+ .*“region” is “x”.*\nrepos\.json:2:\d+ .*“--exec=id”/,
    ),
  });
});

test('older versions of Nx find it under its old name', () => {
  expect(createNodesV2).toBe(createNodes);
});
