import { z } from 'zod';

/** What a verification says. Only `passed` lets dependents proceed; `inconclusive` means that nothing could be asked. */
export const verdictSchema = z.enum(['passed', 'failed', 'inconclusive']);
export type Verdict = z.infer<typeof verdictSchema>;

/** One check of a verification, as receipts and reports keep it. Evidence is redacted text for a person. */
export const checkResultSchema = z.object({
  name: z.string(),
  verdict: verdictSchema,
  milliseconds: z.number(),
  evidence: z.string(),
  remedy: z.string().optional(),
});
export type CheckResult = z.infer<typeof checkResultSchema>;

/** The verdict of several checks: one failed fails all; one that could not be asked leaves the whole inconclusive. */
export function verdictOf(checks: readonly CheckResult[]): Verdict {
  if (checks.some((check) => check.verdict === 'failed')) return 'failed';
  if (checks.some((check) => check.verdict === 'inconclusive')) return 'inconclusive';
  return 'passed';
}
