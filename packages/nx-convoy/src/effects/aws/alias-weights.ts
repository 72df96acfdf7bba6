import type { AliasConfiguration } from '@aws-sdk/client-lambda';

/** Shares of the calls that an alias sends to other versions, as a part of its live state; nothing where it sends none, so that its fingerprint stays. */
export function aliasWeights({ RoutingConfig }: Pick<AliasConfiguration, 'RoutingConfig'>): {
  weights?: Record<string, number>;
} {
  const weights = RoutingConfig?.AdditionalVersionWeights ?? {};
  return Object.keys(weights).length === 0 ? {} : { weights };
}
