import type { Outbox } from '../../src/effects/ports';
import { entryPath } from '../../src/model/entry-path';
import { byTime } from '../../src/model/entry-time';
import type { LedgerEntry } from '../../src/model/receipt';

/** What waits to be delivered, in memory: each entry once, the oldest first. */
export class FakeOutbox implements Outbox {
  private readonly kept = new Map<string, Map<string, LedgerEntry>>();

  async keep(environment: string, entries: readonly LedgerEntry[]): Promise<void> {
    const known = this.kept.get(environment) ?? new Map<string, LedgerEntry>();
    for (const entry of entries) known.set(entryPath(entry), entry);
    this.kept.set(environment, known);
  }

  async pending(environment: string): Promise<LedgerEntry[]> {
    return [...(this.kept.get(environment)?.values() ?? [])].sort(byTime);
  }

  async forget(environment: string, entries: readonly LedgerEntry[]): Promise<void> {
    for (const entry of entries) this.kept.get(environment)?.delete(entryPath(entry));
  }
}
