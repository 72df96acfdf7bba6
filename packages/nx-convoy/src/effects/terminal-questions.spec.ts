import { PassThrough } from 'node:stream';
import { createTerminalQuestions } from './terminal-questions';

function terminal() {
  const input = new PassThrough();
  const output = new PassThrough();
  return { input, output, questions: createTerminalQuestions(true, input, output) };
}

it('asks with its words and answers what was typed, one line after the other', async () => {
  const { input, output, questions } = terminal();
  const first = questions.ask('dev=> ');
  input.write('select 1;\n');
  expect(await first).toBe('select 1;');
  expect(String(output.read())).toContain('dev=> ');
  const second = questions.ask('dev=> ');
  input.write('select 2;\n');
  expect(await second).toBe('select 2;');
});

it('answers nothing more where the input has ended', async () => {
  const { input, questions } = terminal();
  const asked = questions.ask('dev=> ');
  input.end();
  expect(await asked).toBeNull();
});
