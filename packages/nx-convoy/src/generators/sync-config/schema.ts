export interface SyncConfigOptions {
  readonly from: string;
  readonly to: string;
  readonly component?: string;
}
