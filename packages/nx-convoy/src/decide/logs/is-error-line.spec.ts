import { errorLines } from './is-error-line';

const told = (...messages: string[]): string[] => {
  const isError = errorLines();
  return messages.filter((message) => isError('one', message));
};

it.each([
  '[ERROR] ValueError: x',
  '2026-11-23T10:00:00Z 4f6d ERROR\tInvoke Error',
  '2026-11-23 4f6d Task timed out after 5.00 seconds',
  '{"level":"error","message":"x"}',
  "KeyError: 'name'",
  'com.example.OrderException: no stock',
  'Runtime.ImportModuleError: unable to import',
])('takes for an error: %s', (message) => {
  expect(told(message)).toEqual([message]);
});

it.each([
  'START RequestId: 4f6d',
  'done, 0 errors',
  'INFO terror movie',
  '{"level":"info","error":null}',
  'an errorless day',
])('takes for none: %s', (message) => {
  expect(told(message)).toEqual([]);
});

it('shows a traceback whole, of its own stream', () => {
  const lines = [
    'Traceback (most recent call last):',
    '  File "a.py", line 3, in handle',
    '    x()',
    'RuntimeError: no',
    'END',
  ];
  expect(told(...lines)).toEqual(lines.slice(0, 4));
  const isError = errorLines();
  expect([isError('one', lines[0]!), isError('two', '  indented'), isError('one', '  File')]).toEqual([
    true,
    false,
    true,
  ]);
});
