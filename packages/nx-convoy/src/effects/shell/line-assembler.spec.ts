import fc from 'fast-check';
import { LineAssembler } from './line-assembler';

function assemble(chunks: readonly Buffer[], mask = (line: string): string => line): string[] {
  const lines: string[] = [];
  const assembler = new LineAssembler(mask, (line) => lines.push(line));
  for (const chunk of chunks) assembler.add(chunk);
  assembler.end();
  return lines;
}

describe('line assembler', () => {
  it('makes the same lines whatever the chunks', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[^\r\n]*$/)), fc.array(fc.nat(200)), (lines, cuts) => {
        const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
        const places = [0, ...cuts.filter((cut) => cut < bytes.length).sort((a, b) => a - b), bytes.length];
        const chunks = places.slice(1).map((end, index) => bytes.subarray(places[index], end));
        expect(assemble(chunks)).toEqual(lines);
      }),
    );
  });

  it('drops carriage returns and emits a last line without a break', () => {
    expect(assemble([Buffer.from('one\r'), Buffer.from('\ntwo')])).toEqual(['one', 'two']);
  });

  it('cuts an endless line and shows nothing that the cut may have halved', () => {
    const secret = 's3cret-s3cret-s3cret';
    const line = 'x'.repeat(64 * 1024 - 10) + secret + 'y'.repeat(100_000);
    const chunks = line.match(/.{1,1000}/g)!.map((piece) => Buffer.from(piece));
    const [first, second] = assemble([...chunks, Buffer.from('\nnext\n')], (text) =>
      text.replaceAll(secret, '***'),
    );
    expect(first).toMatch(/^x+ … \(line cut\)$/);
    expect(second).toBe('next');
  });
});
