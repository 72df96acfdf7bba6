import assert from 'node:assert/strict';
import { test } from 'node:test';
import { COLUMNS, summarise } from '../src/people.js';

test('people who were seen in the last 30 days are active', () => {
  const users = [{ lastActiveAt: '2025-10-10T00:00:00Z' }, { lastActiveAt: '2025-08-01T00:00:00Z' }, { lastActiveAt: null }];
  const [, active] = summarise(users, [], Date.parse('2025-10-17T00:00:00Z'));
  assert.deepEqual(active, { title: 'Active in 30 days', value: '1' });
  assert.ok(COLUMNS.some(({ title }) => title === 'Last active'));
});
