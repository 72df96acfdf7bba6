export interface ComponentOptions {
  readonly name: string;
  readonly repo?: string;
  readonly url?: string;
  readonly kind?: string;
  readonly description?: string;
  /** Names, separated by commas. */
  readonly dependsOn?: string;
  readonly deploy?: string;
}
