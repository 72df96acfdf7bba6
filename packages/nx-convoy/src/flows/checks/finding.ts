import type { CheckResult } from '../../model/verdict';

/** What one asking found: the verdict with its evidence, and what to do when nothing could be asked. */
export interface Finding {
  readonly verdict: CheckResult['verdict'];
  readonly evidence: string;
  readonly remedy?: string;
  /** It could not be run here and nobody requires it. */
  readonly notRun?: boolean;
}

export const passed = (evidence: string): Finding => ({ verdict: 'passed', evidence });
export const failed = (evidence: string): Finding => ({ verdict: 'failed', evidence });
export const inconclusive = (evidence: string, remedy: string): Finding => ({
  verdict: 'inconclusive',
  evidence,
  remedy,
});
