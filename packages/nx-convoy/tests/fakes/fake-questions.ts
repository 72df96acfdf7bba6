import type { Questions } from '../../src/effects/questions-port';

/** A person who types lines and then has done. */
export class FakeQuestions implements Questions {
  isThere = false;
  readonly lines: string[] = [];
  readonly asked: string[] = [];

  async ask(words: string): Promise<string | null> {
    this.asked.push(words);
    return this.lines.shift() ?? null;
  }
}
