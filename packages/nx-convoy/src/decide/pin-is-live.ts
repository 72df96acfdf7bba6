import type { LiveState } from '../model/live-state';
import type { Pin } from '../model/pin';
import type { ComponentRecord } from '../model/receipt';
import type { CheckResult } from '../model/verdict';
import { fingerprintOf } from './fingerprint';

export interface PinFacts {
  readonly environment: string;
  readonly pin: Pin;
  readonly record: ComponentRecord | null;
  readonly live: LiveState;
}

/**
 * The first check of every verification: what is live is what was deployed from the pin. A change by hand fails it, or a pass would
 * make that change look deployed.
 */
export function pinIsLive(facts: PinFacts): CheckResult {
  const { environment, pin, record } = facts;
  const name = record?.last?.target == null ? 'live is the pin' : 'live is what it was rolled back to';
  const trouble = troubleOf(facts);
  if (trouble === null)
    return { name, verdict: 'passed', milliseconds: 0, evidence: `tree ${pin.tree.slice(0, 7)}` };
  return {
    name,
    verdict: 'failed',
    milliseconds: 0,
    evidence: trouble,
    remedy: `npx nx run-many -t deploy --configuration=${environment}`,
  };
}

function troubleOf({ record, pin, live }: PinFacts): string | null {
  const last = record?.last ?? null;
  if (last === null) return 'never deployed';
  if (record?.started != null) return `run ${record.started.run} did not end`;
  if (last.tree !== pin.tree)
    return `live is ${last.commit.slice(0, 7)}, the pin is ${pin.commit.slice(0, 7)}`;
  if (last.outcome === 'interrupted') return `run ${last.run} was interrupted`;
  if (last.failure !== null && last.failure.code !== 'CONVOY_NOT_VERIFIED')
    return `run ${last.run} failed at: ${last.failure.step}`;
  if (last.fingerprint !== fingerprintOf(live)) return `what is live was changed since run ${last.run}`;
  return null;
}
