export interface PromoteOptions {
  readonly from: string;
  readonly to: string;
  readonly feature?: string;
  readonly via?: string;
  readonly signedOffBy?: string;
  readonly abandon?: boolean;
}
