export interface FeatureOptions {
  readonly branch: string;
  readonly environment?: string;
  readonly close?: boolean;
  readonly keepPreviews?: boolean;
}
