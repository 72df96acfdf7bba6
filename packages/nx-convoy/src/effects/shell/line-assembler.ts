import { StringDecoder } from 'node:string_decoder';

const LONGEST_LINE = 64 * 1024;
// A value that the cut goes through would not be recognised as a secret, so the last stretch before the cut is never shown.
const CUT_MARGIN = 8 * 1024;

/** Makes whole lines out of chunks, whatever the chunks cut apart (also inside a character). */
export class LineAssembler {
  private readonly decoder = new StringDecoder('utf8');
  private rest = '';
  private overlong = false;

  /** `mask` sees whole lines only; `emit` gets what a person may see. */
  constructor(
    private readonly mask: (line: string) => string,
    private readonly emit: (line: string) => void,
  ) {}

  add(chunk: Buffer): void {
    const pieces = (this.rest + this.decoder.write(chunk)).split('\n');
    this.rest = pieces.pop() ?? '';
    for (const piece of pieces) this.finish(piece);
    if (this.rest.length > LONGEST_LINE) {
      this.overlong = true;
      this.rest = this.rest.slice(0, LONGEST_LINE);
    }
  }

  /** Emits a last line that has no line break. */
  end(): void {
    const last = this.rest + this.decoder.end();
    this.rest = '';
    if (last !== '') this.finish(last);
  }

  private finish(piece: string): void {
    const line = piece.endsWith('\r') ? piece.slice(0, -1) : piece;
    if (!this.overlong && line.length <= LONGEST_LINE) {
      this.emit(this.mask(line));
      return;
    }
    this.overlong = false;
    // Counted from the end: what was hidden further ahead has made the text shorter.
    const kept = this.mask(line.slice(0, LONGEST_LINE)).slice(0, -CUT_MARGIN);
    this.emit(`${kept} … (line cut)`);
  }
}
