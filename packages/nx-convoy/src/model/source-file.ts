/** A file of a repository: path inside it and its text. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}
