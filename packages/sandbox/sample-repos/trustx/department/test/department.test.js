import assert from 'node:assert/strict';
import { test } from 'node:test';
import { COLUMNS } from '../src/people.js';

test('people have a department', () => {
  const { cell } = COLUMNS.find(({ title }) => title === 'Department');
  assert.equal(cell({ department: 'Operations' }), 'Operations');
  assert.equal(cell({}), '–');
});
