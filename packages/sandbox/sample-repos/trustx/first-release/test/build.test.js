import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build, chooseApi } from '../build.js';

test('each branch calls its own API', () => {
  assert.equal(chooseApi('main'), 'https://api.trustx.cloud');
  assert.equal(chooseApi('stg'), 'https://api-stg.trustx.cloud');
  assert.equal(chooseApi('feature/x'), 'https://api-dev.trustx.cloud');
  assert.equal(chooseApi('constructor'), 'https://api-dev.trustx.cloud');
});

test('the page names its commit and its API', () => {
  const target = mkdtempSync(join(tmpdir(), 'trustx-'));
  try {
    const source = fileURLToPath(new URL('../src', import.meta.url));
    build({ source, target, branch: 'stg', commit: 'c'.repeat(40) });
    const page = readFileSync(join(target, 'index.html'), 'utf8');
    assert.ok(page.includes(`<meta name="commit" content="${'c'.repeat(40)}" />`));
    assert.ok(page.includes('<meta name="api" content="https://api-stg.trustx.cloud" />'));
    assert.ok(!page.includes('%'));
  } finally {
    rmSync(target, { recursive: true, force: true });
  }
});
