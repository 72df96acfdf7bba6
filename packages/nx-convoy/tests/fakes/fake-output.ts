import type { Output } from '../../src/effects/ports';

/** Keeps the lines in order. */
export class FakeOutput implements Output {
  readonly lines: string[] = [];

  line(text: string): void {
    this.lines.push(text);
  }

  /** All lines as one text. */
  text(): string {
    return this.lines.join('\n');
  }
}
