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
  /** It is told and does not decide. */
  optional: z.boolean().optional(),
  /** It could not be run on this machine and nobody requires it: neither a pass nor a failure. */
  notRun: z.boolean().optional(),
});
export type CheckResult = z.infer<typeof checkResultSchema>;

/** The checks that keep a verification from passing. */
export function badChecks(checks: readonly CheckResult[]): CheckResult[] {
  return checks.filter(
    (check) => check.verdict !== 'passed' && check.optional !== true && check.notRun !== true,
  );
}

/** The verdict of several checks: one failed fails all; one that could not be asked leaves the whole inconclusive. Optional ones have no say. */
export function verdictOf(checks: readonly CheckResult[]): Verdict {
  const bad = badChecks(checks);
  if (bad.some((check) => check.verdict === 'failed')) return 'failed';
  return bad.length === 0 ? 'passed' : 'inconclusive';
}
