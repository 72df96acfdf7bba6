import type { FeatureState } from '../model/feature-document';
import type { ComponentRecord } from '../model/receipt';

export interface FeatureFacts {
  /** Whether the pin contains the feature, or has its tree. */
  readonly isPinned: boolean;
  /** The same of what is live. */
  readonly isLive: boolean;
  readonly record: ComponentRecord | null;
}

/** How far a feature has come with a component in an environment. What is not pinned any more, or came from a local checkout, is on no way to anywhere: deployed at most. */
export function featureState({ isPinned, isLive, record }: FeatureFacts): Exclude<FeatureState, 'absent'> {
  if (!isLive) return isPinned ? 'pinned' : 'not-there';
  const last = record?.last ?? null;
  const isVerified = record?.started == null && last?.verdict === 'passed' && last.source === null;
  return isVerified && isPinned ? 'verified' : 'deployed';
}
