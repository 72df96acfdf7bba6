import { sessionScript } from './session-script';

const read = (lines: readonly string[], mayWrite = false) => {
  const script = sessionScript(['select 1'], mayWrite, 'm');
  const heard = lines.map((line) => [line, script.heed(line)] as const);
  return {
    shown: heard.filter(([, heed]) => heed === 'shown').map(([line]) => line),
    heard: heard.map(([, heed]) => heed),
  };
};

it('wraps what is asked in a transaction that the server keeps from writing', () => {
  expect(sessionScript(['select 1', 'select 2'], false, 'm').lines).toEqual([
    'set session characteristics as transaction read only;',
    'begin read only;',
    'select 1;',
    'select 2;',
    `select 'done_m' as "done_m";`,
    'rollback;',
    `select 'end_m' as "end_m";`,
  ]);
});

it('wraps what is written in one transaction, and lets nothing fail after its marker', () => {
  expect(sessionScript(['update a set b = 1'], true, 'm').lines).toEqual([
    'begin;',
    'update a set b = 1;',
    'set constraints all immediate;',
    `select 'done_m' as "done_m";`,
    'commit;',
    `select 'end_m' as "end_m";`,
  ]);
});

it('finds the rows in what psql says', () => {
  const said = ['SET', 'BEGIN', ' id | name ', '----+------', '  1 | Ada', '(1 row)', ''];
  const marks = [
    ' done_m ',
    '--------',
    ' done_m',
    '(1 row)',
    '',
    'ROLLBACK',
    ' end_m ',
    '-------',
    ' end_m',
    '(1 row)',
    '',
  ];
  const { shown, heard } = read([...said, ...marks]);
  expect(shown).toEqual([' id | name ', '----+------', '  1 | Ada', '(1 row)', '']);
  expect(heard).toContain('succeeded');
  expect(heard).toContain('over');
});

it('finds the rows in what a small prompt says', () => {
  expect(read(['id\tname', '1\tAda', 'done_m', 'done_m', 'end_m', 'end_m'])).toMatchObject({
    shown: ['id\tname', '1\tAda'],
    heard: ['shown', 'shown', 'succeeded', 'succeeded', 'over', 'over'],
  });
});

it('tells an error once, and no success', () => {
  const { shown, heard } = read([
    'BEGIN',
    'ERROR:  cannot execute nextval() in a read-only transaction',
    'ERROR:  current transaction is aborted, commands ignored until end of transaction block',
    'ROLLBACK',
    'end_m',
  ]);
  expect(shown).toEqual(['ERROR:  cannot execute nextval() in a read-only transaction']);
  expect(heard).not.toContain('succeeded');
  expect(heard.at(-1)).toBe('over');
});
