import fc from 'fast-check';
import { loadManifest } from './load-manifest';

const environment = {
  account: '111111111111',
  region: 'us-east-1',
  branch: 'main',
  windows: [{ days: 'Mon', from: '10:00', to: '11:00', timezone: 'UTC' }],
};
const correct = {
  environments: { dev: environment, test: { ...environment, region: 'us-east-2', promotesFrom: 'dev' } },
  repos: {
    shop: {
      url: 'git@host:shop.git',
      components: {
        web: {
          dependsOn: ['db'],
          stage: { dev: 'd' },
          values: { host: { dev: 'a', test: 'b' } },
          prepare: [{ run: 'npm ci', keyedBy: ['lock'], keeps: ['out'] }, 'make'],
          deploy: ['run {outputs.db.url}', { run: ['a', '{host}'], in: 'x' }],
          pages: {
            account: '$A',
            token: '$T',
            project: 'p',
            branches: { dev: { branch: 'a' }, test: { branch: 'b' } },
          },
          checks: [
            { http: 'https://{host}/', json: { ok: true } },
            { pages: 'latest' },
            { run: 'npm run smoke' },
          ],
        },
        db: {
          migrations: { folder: 'db', function: 'm-{stage}', apply: {}, inspect: {} },
          observes: { stacks: ['s-{stage}'], functions: [{ name: 'f-{stage}', layers: ['l'] }] },
          outputs: { url: { stack: 's-{stage}', output: 'Url' } },
        },
      },
    },
  },
};

/** Every place of a document, as keys from its root. */
function placesIn(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, field]) => placesIn(field, [...path, key]))];
}

function withValue(document: unknown, path: readonly string[], value: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (Array.isArray(document))
    return document.map((each: unknown, index) =>
      String(index) === key ? withValue(each, rest, value) : each,
    );
  const record = document as Record<string, unknown>;
  return { ...record, [key]: withValue(record[key], rest, value) };
}

const places = placesIn(correct);

test('what the tests start from is correct', () => {
  expect(loadManifest(JSON.stringify(correct))).toMatchObject({ type: 'loaded' });
});

test('whatever stands in any place, the answer is a manifest or problems with a place, never an exception', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom(...places), fc.jsonValue()), { minLength: 1, maxLength: 4 }),
      (changes) => {
        const document = changes.reduce<unknown>(
          (each, [path, value]) => (canHold(each, path) ? withValue(each, path, value) : each),
          correct,
        );
        const loaded = loadManifest(JSON.stringify(document, null, 1));
        if (loaded.type === 'loaded') return;
        expect(loaded.problems.length).toBeGreaterThan(0);
        for (const { line, column, message } of loaded.problems) {
          expect(Math.min(line, column)).toBeGreaterThan(0);
          expect(message).not.toBe('');
        }
      },
    ),
    { numRuns: 150 },
  );
});

test.each<[string, unknown]>([
  ['of an object', { length: {} }],
  ['of 0', { length: 0 }],
  ['of enough', { length: 5 }],
])('an object with a length %s in place of a list is one problem', (_what, run) => {
  const text = JSON.stringify(
    withValue(correct, ['repos', 'shop', 'components', 'web', 'deploy', '1', 'run'], run),
  );
  expect(loadManifest(text)).toMatchObject({
    type: 'invalid',
    problems: [{ message: expect.stringMatching(/“run” is/) as string }],
  });
});

test('a mistake in one place is never hidden by a mistake in another', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(
        ...places.filter((path) => (path[0] === 'environments' || path.length > 3) && path[3] !== 'db'),
      ),
      (path) => {
        const broken = withValue(correct, path, 12.5);
        const before = withValue(broken, ['repos', 'shop', 'components', 'db', 'kind'], 'Not A Name');
        const loaded = loadManifest(JSON.stringify(before));
        const found =
          loaded.type === 'invalid' ? loaded.problems.map((problem) => problem.message).join('\n') : '';
        const inside = ['repos', 'shop', 'components']
          .slice(0, path.length)
          .every((key, index) => path[index] === key);
        if (inside && path.length <= 3) return;
        expect(found).toContain('“kind” is “Not A Name”');
      },
    ),
    { numRuns: 100 },
  );
});

function canHold(document: unknown, path: readonly string[]): boolean {
  const parent = path
    .slice(0, -1)
    .reduce<unknown>(
      (each, key) =>
        typeof each === 'object' && each !== null ? (each as Record<string, unknown>)[key] : undefined,
      document,
    );
  return path.length === 0 || (typeof parent === 'object' && parent !== null);
}
