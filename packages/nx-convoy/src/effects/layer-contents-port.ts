/** What is in the versions of shared layers. */
export interface LayerContents {
  /** Digest of what a layer version holds, by its ARN: equal where the contents are; null: there is no such version. */
  layerContent(arn: string): Promise<string | null>;
}
