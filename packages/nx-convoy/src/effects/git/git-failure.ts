/** What git answered when it failed: its words without progress and without passwords. */
export class GitFailure extends Error {
  /** null: git was ended, or never began. */
  readonly exitCode: number | null;

  constructor(
    output: string,
    exitCode: number | null,
    /** What it printed as its answer before it failed. */
    readonly answer = '',
  ) {
    super(withoutPasswords(withoutProgress(output)));
    this.name = 'GitFailure';
    this.exitCode = exitCode;
  }
}

const PROGRESS =
  /^(remote: )?(Enumerating|Counting|Compressing|Receiving|Resolving|Writing|Unpacking|Updating|Filtering|Delta|Total|POST|Everything)\b/;

function withoutProgress(output: string): string {
  return output
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !PROGRESS.test(line))
    .join('\n');
}

/** Addresses as a person may see them: whatever stands before the `@` of an http address is a secret, of others what follows the user's name. */
export function withoutPasswords(text: string): string {
  return text
    .replace(/(\bhttps?:\/\/)[^\s/]+@/gi, '$1***@')
    .replace(/(\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@]*:)[^\s/]+@/gi, '$1***@');
}
