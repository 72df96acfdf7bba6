import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isOn, placeOf } from '../src/flags.js';
import { visitorId } from '../src/visitor.js';

const visitors = Array.from({ length: 1000 }, (_, index) => `visitor-${index}`);
const inAt = (share, flag = 'new-dashboard') => visitors.filter((visitor) => isOn({ [flag]: share }, flag, visitor));

test('nobody, about the share, everybody', () => {
  assert.equal(inAt(0).length, 0);
  assert.ok(Math.abs(inAt(25).length - 250) < 60, String(inAt(25).length));
  assert.equal(inAt(100).length, 1000);
});

test('who is in at a share stays in at a greater one', () => {
  const wider = new Set(inAt(50));
  assert.ok(inAt(25).every((visitor) => wider.has(visitor)));
  assert.ok(wider.size > inAt(25).length);
});

test('another flag chooses other visitors', () => {
  const other = new Set(inAt(50, 'other'));
  const both = inAt(50).filter((visitor) => other.has(visitor)).length;
  assert.ok(both > 150 && both < 350, String(both));
  assert.equal(placeOf('new-dashboard', 'visitor-1'), placeOf('new-dashboard', 'visitor-1'));
});

test('a flag that was not told is off', () => {
  assert.ok(!visitors.some((visitor) => isOn({}, 'new-dashboard', visitor)));
});

test('a visitor is the same on the next visit', () => {
  const kept = new Map();
  const storage = () => ({ getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value) });
  const first = visitorId(storage);
  assert.match(first, /^[0-9a-f]{32}$/);
  assert.equal(visitorId(storage), first);
  const forbidden = () => {
    throw new Error('storage is switched off');
  };
  assert.notEqual(visitorId(forbidden), visitorId(forbidden));
});
