/** Whether an ARN is a version of the layer of that name, in whatever account. */
export function isVersionOf(arn: string, layer: string): boolean {
  return layerName(arn) === layer;
}

/** `db-connector` of `arn:aws:lambda:us-east-1:123456789012:layer:db-connector:38`. */
export function layerName(arn: string): string {
  return arn.split(':')[6] ?? '';
}

export function layerVersion(arn: string): number {
  return Number(arn.split(':')[7] ?? Number.NaN);
}
