/** The layers of a FakeCloud. A number that was used is never used again. */
export class FakeLayers {
  private readonly published = new Map<string, number>();
  private readonly contents = new Map<string, string>();
  private readonly arns = new Map<string, Map<number, string>>();

  constructor(
    private readonly region: string,
    private readonly account: string,
  ) {}

  publish(name: string, content?: string): string {
    const version = (this.published.get(name) ?? 0) + 1;
    this.published.set(name, version);
    const arn = `arn:aws:lambda:${this.region}:${this.account}:layer:${name}:${version}`;
    this.versions(name).set(version, arn);
    this.contents.set(arn, content ?? arn);
    return arn;
  }

  remove(arn: string): void {
    for (const versions of this.arns.values())
      for (const [version, known] of versions) if (known === arn) versions.delete(version);
  }

  exists(arn: string): boolean {
    return [...this.arns.values()].some((versions) => [...versions.values()].includes(arn));
  }

  content(arn: string): string | null {
    return this.exists(arn) ? (this.contents.get(arn) ?? null) : null;
  }

  newest(name: string): { version: number; arn: string } | null {
    return (
      [...this.versions(name)]
        .map(([version, arn]) => ({ version, arn }))
        .sort((one, other) => other.version - one.version)[0] ?? null
    );
  }

  private versions(name: string): Map<number, string> {
    const versions = this.arns.get(name) ?? new Map<number, string>();
    this.arns.set(name, versions);
    return versions;
  }
}
