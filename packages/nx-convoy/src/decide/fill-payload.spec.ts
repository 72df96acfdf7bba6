import { fillPayload } from './fill-payload';

it('fills placeholders in everywhere: in objects, in lists, inside of texts', () => {
  const payload = { to: '{version}', all: ['up to {version}', { deep: '{version}' }], dry: false, count: 2 };
  expect(fillPayload(payload, { version: '7' })).toEqual({
    to: '7',
    all: ['up to 7', { deep: '7' }],
    dry: false,
    count: 2,
  });
});

it('leaves names and what it does not know as they are', () => {
  expect(fillPayload({ '{version}': '{other}' }, { version: '7' })).toEqual({ '{version}': '{other}' });
  expect(fillPayload('{toString}', {})).toBe('{toString}');
});

it('leaves a payload without texts as it is', () => {
  expect(fillPayload(null, {})).toBeNull();
  expect(fillPayload([1, true], {})).toEqual([1, true]);
});
