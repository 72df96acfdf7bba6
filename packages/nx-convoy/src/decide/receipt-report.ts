import type { Receipt } from '../model/receipt';
import type { ComponentReport } from '../model/run-report';

/** A receipt as the run report shows it. */
export function receiptReport(receipt: Receipt): ComponentReport {
  return {
    component: receipt.component,
    outcome: receipt.outcome,
    verdict: receipt.verdict ?? 'none',
    startedAt: receipt.startedAt,
    finishedAt: receipt.finishedAt,
    from: receipt.from,
    to: { commit: receipt.commit, tree: receipt.tree },
    checks: receipt.checks,
    error:
      receipt.failure === null
        ? null
        : { code: receipt.failure.code, message: receipt.failure.message, remedy: receipt.failure.remedy },
    summary: receipt.failure === null ? receipt.summary : `failed at ${receipt.failure.step}`,
  };
}

/** A report of a component that has no receipt: refused, absent, not started or killed. */
export function plainReport(
  component: string,
  outcome: ComponentReport['outcome'],
  summary: string,
): ComponentReport {
  return {
    component,
    outcome,
    verdict: 'none',
    startedAt: null,
    finishedAt: null,
    from: null,
    to: null,
    checks: [],
    error: null,
    summary,
  };
}
