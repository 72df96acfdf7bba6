export interface InitOptions {
  readonly account?: string;
  readonly region?: string;
}
