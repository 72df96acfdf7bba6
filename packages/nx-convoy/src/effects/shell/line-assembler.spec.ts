import fc from 'fast-check';
import { LineAssembler } from './line-assembler';
import { createMask } from './mask';

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

  it('hides a secret wherever the chunks cut it, also inside a character', () => {
    const secret = 'pässwörd-0123456789';
    const bytes = Buffer.from(`the word is ${secret}!\n`);
    for (let cut = 1; cut < bytes.length; cut += 1)
      expect(assemble([bytes.subarray(0, cut), bytes.subarray(cut)], createMask([secret]))).toEqual([
        'the word is ***!',
      ]);
  });

  it('shows nothing that the cut may have halved, however much was hidden before it', () => {
    const secret = 's3cret-s3cret-s3cret-'.repeat(10);
    const many = `${secret} `.repeat(200).slice(0, 64 * 1024 - 100);
    const [line] = assemble([Buffer.from(`${many}${secret}${'y'.repeat(100_000)}\n`)], createMask([secret]));
    expect(line).toMatch(/… \(line cut\)$/);
    expect(line).not.toContain('s3cret');
  });
});
