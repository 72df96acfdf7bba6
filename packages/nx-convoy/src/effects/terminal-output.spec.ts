import { Writable } from 'node:stream';
import { createTerminalOutput } from './terminal-output';

describe('terminal output', () => {
  it('writes lines', () => {
    const written: string[] = [];
    const stream = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        written.push(chunk.toString());
        done();
      },
    });
    const output = createTerminalOutput(stream);
    output.line('one');
    output.line('two');
    expect(written).toEqual(['one\n', 'two\n']);
  });

  it('goes on when nobody reads any more, however often it is made', async () => {
    const stream = new Writable({ write: (_chunk, _encoding, done) => done(new TypeError('EPIPE')) });
    for (let count = 0; count < 20; count += 1) createTerminalOutput(stream);
    expect(stream.listenerCount('error')).toBe(1);
    const closed = new Promise((resolve) => stream.once('close', resolve));
    createTerminalOutput(stream).line('lost');
    await closed;
    expect(() => createTerminalOutput(stream).line('lost too')).not.toThrow();
  });
});
