import fc from 'fast-check';
import { parse } from 'yaml';
import type { SyncRules } from './carry-rules';
import { syncConfig, type SyncOutcome } from './sync-config';

const rules: SyncRules = {
  from: 'dev',
  to: 'preprod',
  specific: ['memory', 'database.*'],
  ignore: [{ path: 'comment' }],
  values: [
    { name: 'environment', here: 'preprod', there: 'dev' },
    { name: 'region', here: 'us-east-2', there: 'us-east-1' },
  ],
};
const DEV = `# What dev has.
region: us-east-1
memory: 256
# How often.
retries: 5   # was 3
flags:
  colour: blue
  shade: dark
bucket: assurex-dev
hosts:
  - a
  - b
`;
const PREPROD = `# What preprod has.
region: us-east-2
memory: 512

retries: 3    # not more
flags:
  # Nobody else has it.
  own: yes
  colour: green
bucket: assurex-preprod
hosts:
- a
last: 1
`;

function sync(from: string, to: string, change: Partial<SyncRules> = {}): SyncOutcome & { type: 'synced' } {
  const outcome = syncConfig({ text: from, section: [] }, { text: to, section: [] }, { ...rules, ...change });
  if (outcome.type === 'trouble') throw new TypeError(outcome.why);
  return outcome;
}

describe('syncConfig', () => {
  it('adds and changes shared keys, and leaves own values, comments, order and every other byte', () => {
    const { text, carried, left } = sync(DEV, PREPROD);
    expect(text).toBe(`# What preprod has.
region: us-east-2
memory: 512

retries: 5 # not more
flags:
  # Nobody else has it.
  own: yes
  colour: blue
  shade: dark
bucket: assurex-preprod
hosts:
- a
- b
last: 1
`);
    expect(carried).toEqual(['retries', 'flags.colour', 'flags.shade', 'hosts']);
    expect(left).toEqual([]);
  });

  it('proposes nothing the second time', () => {
    const { text } = sync(DEV, PREPROD);
    expect(sync(DEV, text)).toMatchObject({ text, carried: [] });
  });

  it('brings a new key with its comment, after the key that it follows there', () => {
    expect(sync('a: 1\n# Why b.\nb: 2\nc: 3\n', '# Top.\na: 1\nc: 3\n').text).toBe(
      '# Top.\na: 1\n# Why b.\nb: 2\nc: 3\n',
    );
  });

  it.each([
    ['the name of its key', 'api_password: hunter2hunter2\n'],
    ['its look', 'signature: x7Kq2ZpL9vB4nT6wR8sY1mD3fG5hJ0cAaQeU\n'],
    ['being a reference', 'value: $SOME_TOKEN\n'],
    ['standing in a mapping', 'more: { token: hunter2hunter2 }\n'],
    ['standing in a list', 'tokens: []\nsecrets:\n  password:\n    - hunter2hunter2\n'],
  ])('never carries a secret, known by %s, and says that a person must set it', (_what, from) => {
    const { text, left } = sync(from, 'a: 1\ntokens: []\n');
    expect(text).toBe('a: 1\ntokens: []\n');
    expect(left).toMatchObject([{ why: 'a secret is never carried' }]);
  });

  it('never replaces a secret either', () => {
    const to = 'api_password: swordfish99\n';
    expect(sync('api_password: hunter2hunter2\n', to).text).toBe(to);
    expect(sync('value: plain\n', 'value: $TOKEN\n').left).toMatchObject([
      { why: 'a secret is never replaced' },
    ]);
  });

  it.each([
    ["what is the other environment's own and missing here", 'host: api-dev.test\n', '', "it is dev's own"],
    ['what is own here alone', 'host: shared.test\n', 'host: api-preprod.test\n', "it is preprod's own"],
    ['what is declared and missing here', 'memory: 256\n', '', "it is each environment's own"],
    ['a mapping where a word would come', 'b: 2\n', 'b:\n  c: 1 # why\n', 'it is a mapping here'],
    ['a list with comments', 'b: [2]\n', 'b:\n  - 0\n  # why\n  - 1\n', 'its entries have comments'],
    ['an alias', 'b: 2\n', 'x: &x 1\nb: *x\n', 'it is written as an alias'],
  ])('leaves %s to a person', (_what, from, to, why) => {
    const base = `a: 1\n${to}`;
    const { text, left } = sync(`a: 1\n${from}`, base);
    expect(text).toBe(base);
    expect(left).toMatchObject([{ why }]);
  });

  it('says nothing of what is ignored', () => {
    expect(sync('comment: x\na: 1\n', 'a: 1\n')).toMatchObject({ carried: [], left: [] });
  });

  it('carries what is written with anchors as plain values', () => {
    expect(parse(sync('x: &x { a: 1 }\ny: *x\n', 'z: 1\n').text)).toEqual({ z: 1, x: { a: 1 }, y: { a: 1 } });
  });

  it('works on the part of a file that belongs to the environment, and on nothing else', () => {
    const text = '# All.\ndev:\n  retries: 5\nstaging:\n  retries: 3\nproduction:\n  retries: 1\n';
    const outcome = syncConfig({ text, section: ['dev'] }, { text, section: ['staging'] }, rules);
    expect(outcome).toMatchObject({ text: text.replace('retries: 3', 'retries: 5'), carried: ['retries'] });
  });

  it('says what it cannot work on', () => {
    const side = { text: 'a: 1\n', section: [] };
    expect(syncConfig(side, { text: 'a: [', section: [] }, rules)).toMatchObject({ type: 'trouble' });
    expect(syncConfig(side, { text: 'a: 1\n', section: ['x'] }, rules)).toEqual({
      type: 'trouble',
      why: 'there is no mapping x of preprod in it',
    });
  });

  it('keeps line ends as they are', () => {
    expect(sync('a: 1\nb: 2\n', 'a: 0\r\nc: 3\r\n').text).toBe('a: 1\r\nb: 2\r\nc: 3\r\n');
  });
});

describe('whatever the files hold', () => {
  const key = fc.constantFrom('alpha', 'beta', 'gamma', 'memory', 'password');
  const leaf = fc.constantFrom(
    '1',
    '2',
    'text',
    '"quoted"',
    'us-east-1',
    'x-dev',
    'x-preprod',
    'hunter2hunter2',
    '[1, 2]',
  );
  const comment = fc.constantFrom('', '  # why', '   # and how');
  const head = fc.constantFrom('', '# above\n', '\n');
  /** A file as people write them, two levels deep. */
  const file = fc
    .dictionary(
      key,
      fc.oneof(fc.tuple(leaf, comment), fc.dictionary(key, fc.tuple(leaf, comment), { minKeys: 1 })),
    )
    .chain((map) => fc.array(head, { minLength: 5, maxLength: 5 }).map((heads) => ({ map, heads })))
    .map(({ map, heads }) =>
      Object.entries(map)
        .map(([name, value], index) => {
          const above = heads[index] ?? '';
          if (Array.isArray(value)) return `${above}${name}: ${value[0]}${value[1]}\n`;
          const inner = Object.entries(value).map(([each, [text, why]]) => `    ${each}:  ${text}${why}\n`);
          return `${above}${name}:\n${inner.join('')}`;
        })
        .join(''),
    );
  const commentsOf = (text: string): string[] => text.match(/# .*$/gm) ?? [];

  it('comments and order stay, own values and secrets stay, and the second time nothing is proposed', () => {
    fc.assert(
      fc.property(file, file, (from, body) => {
        const to = `first: 0\n${body}`;
        const { text, carried } = sync(`first: 0\n${from}`, to);
        const [before, after] = [parse(to), parse(text)] as Record<string, unknown>[];
        expect(commentsOf(text)).toEqual(expect.arrayContaining(commentsOf(to)));
        const order = Object.keys(after!).filter((name) => Object.hasOwn(before!, name));
        expect(order).toEqual(Object.keys(before!));
        for (const own of ['memory', 'password'])
          expect([own, (after as Record<string, unknown>)[own]]).toEqual([
            own,
            (before as Record<string, unknown>)[own],
          ]);
        if (carried.length === 0) expect(text).toBe(to);
        expect(sync(`first: 0\n${from}`, text)).toMatchObject({ carried: [], text });
      }),
      { numRuns: 500 },
    );
  });
});
