import assert from 'node:assert/strict';
import { test } from 'node:test';
import { summarise } from '../src/people.js';
import { formatDate } from '../src/text.js';

test('counts people and integrations', () => {
  const figures = summarise([{ name: 'Ada' }], [{ status: 'connected' }, { status: 'paused' }]);
  assert.equal(figures[0].value, '1');
  assert.equal(figures.at(-1).value, '1 of 2');
});

test('dates are the same everywhere', () => {
  assert.equal(formatDate('2025-10-17T23:59:00+00:00'), '17 Oct 2025');
  assert.equal(formatDate(null), '–');
});
