export interface MigrationOptions {
  readonly name: string;
  readonly component?: string;
  readonly feature?: string;
  readonly renumber?: number;
}
