/** Files in memory by absolute path: what worktrees and kept folders of fakes consist of. */
export class FakeDisk {
  private readonly files = new Map<string, string>();

  write(path: string, text: string): void {
    this.files.set(path, text);
  }

  read(path: string): string | null {
    return this.files.get(path) ?? null;
  }

  /** Whether there is a file below the folder. */
  has(folder: string): boolean {
    return this.below(folder).size > 0;
  }

  remove(folder: string): void {
    for (const path of this.files.keys()) {
      if (path === folder || path.startsWith(`${folder}/`)) this.files.delete(path);
    }
  }

  /** Everything below a folder, by the path inside it. */
  below(folder: string): Map<string, string> {
    const inside = [...this.files].filter(([path]) => path.startsWith(`${folder}/`));
    return new Map(inside.map(([path, text]) => [path.slice(folder.length + 1), text]));
  }
}
