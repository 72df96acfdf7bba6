import type { ComponentReport } from '../model/run-report';

/**
 * Whether what became of a component proves the deploy bad, so that all of it may go back. What could not be asked or recorded proves nothing: a
 * passing trouble of a provider is no bad release. Nor does a window that ended: what was deployed in time is as good as it was.
 */
export function provesBad({ outcome, verdict, error }: ComponentReport): boolean {
  if (outcome === 'refused') return error?.code !== 'CONVOY_WINDOW_ENDED';
  return outcome === 'failed' && verdict !== 'inconclusive' && error?.code !== 'CONVOY_LEDGER_UNREACHABLE';
}
