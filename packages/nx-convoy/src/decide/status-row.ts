import type { LiveState } from '../model/live-state';
import type { Pin } from '../model/pin';
import type { ComponentRecord } from '../model/receipt';
import type { StatusDocument } from '../model/status-document';
import { liveReceipt } from './live-receipt';
import { fingerprintOf } from './fingerprint';

export type StatusRow = StatusDocument['components'][number];

export interface StatusFacts {
  readonly component: string;
  readonly pin: Pin | null;
  readonly record: ComponentRecord | null;
  /** null: it was not read. */
  readonly live: LiveState | null;
}

/** What is live of a component, as far as the ledger and (when it was read) the live state tell. */
export function statusRow(facts: StatusFacts): StatusRow {
  const { component, pin, record } = facts;
  const last = record?.last ?? null;
  const shown = liveReceipt(record);
  return {
    component,
    pin: pin === null ? null : { commit: pin.commit, tree: pin.tree },
    live: shown === null ? null : { commit: shown.commit, tree: shown.tree },
    verdict: verdictNow(facts),
    verifiedAt: record?.verified?.finishedAt ?? null,
    run: last?.run ?? null,
    ...lastMigrations(facts.live),
  };
}

const MOST_MIGRATIONS = 5;

function lastMigrations(live: LiveState | null): Pick<StatusRow, 'migrations'> {
  if (live?.schema == null) return {};
  const newest = [...live.schema.migrations].sort((left, right) => right.version - left.version);
  return {
    migrations: newest
      .slice(0, MOST_MIGRATIONS)
      .map(({ version, name, appliedAt }) => ({ version, name, appliedAt })),
  };
}

/** A pass holds only while what was verified is still what is live. */
function verdictNow({ record, live }: StatusFacts): StatusRow['verdict'] {
  const last = record?.last ?? null;
  if (record?.started != null) return 'inconclusive';
  if (last === null) return 'none';
  const verdict = last.verdict ?? 'failed';
  if (verdict !== 'passed' || live === null) return verdict;
  return last.fingerprint === fingerprintOf(live) ? 'passed' : 'inconclusive';
}
