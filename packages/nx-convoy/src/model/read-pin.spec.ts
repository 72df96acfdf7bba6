import { parsePin } from './read-pin';

const place = { path: 'components/web/pins/dev.json', component: 'web', environment: 'dev' };
const pin = { repo: 'web', ref: 'main', commit: 'a'.repeat(40), tree: 'b'.repeat(64) };

test('reads what the pin generator writes', () => {
  expect(parsePin(JSON.stringify(pin), { ...place, repo: 'web' })).toEqual(pin);
});

test.each([
  ['no JSON', '{', /components\/web\/pins\/dev\.json cannot be used: .*JSON/],
  [
    'a short commit',
    JSON.stringify({ ...pin, commit: 'abc' }),
    /commit: a full commit id: 40 hexadecimal digits/,
  ],
  ['a missing tree', JSON.stringify({ ...pin, tree: undefined }), /tree: /],
  ['an unknown field', JSON.stringify({ ...pin, more: 1 }), /"more"/],
  [
    'a pin of another repository',
    JSON.stringify({ ...pin, repo: 'shop' }),
    /repo: it is of shop, but web belongs to web/,
  ],
])('refuses %s with path, field and the command to type', (_name, text, message) => {
  const read = (): unknown => parsePin(text, { ...place, repo: 'web' });
  expect(read).toThrow(message);
  expect(thrownBy(read)).toMatchObject({
    code: 'CONVOY_PIN_INVALID',
    remedy: expect.stringContaining('npx nx g nx-convoy:pin --environment=dev --component=web'),
  });
});

function thrownBy(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}
