import type { Announcements } from '../announcements-port';
import type { Journal, Ledger, Locks, Outbox, Output } from '../ports';
import { createMask, type Mask } from './mask';
import { maskJson } from './mask-json';

// What is kept or shown never holds a secret, wherever it came from: a check's answer, a provider's words, a command's last lines.

/** Values that must not be seen; asked for with every call, so that later ones count too. */
export type Secrets = () => readonly string[];

/** One stream: a block or a value that comes in several lines is recognised over all of them. */
export function maskedOutput(output: Output, secrets: Secrets): Output {
  let current: { readonly key: string; readonly mask: Mask } | null = null;
  return {
    line: (text) => {
      const values = secrets();
      const key = JSON.stringify(values);
      if (current?.key !== key) current = { key, mask: createMask(values) };
      output.line(text.split('\n').map(current.mask).join('\n'));
    },
  };
}

/** What leaves the machine, most of all. */
export function maskedAnnouncements(announcements: Announcements, secrets: Secrets): Announcements {
  return {
    send: (to, message) => {
      const mask = createMask(secrets());
      return announcements.send(to, { ...message, text: message.text.split('\n').map(mask).join('\n') });
    },
  };
}

export function maskedJournal(journal: Journal, secrets: Secrets): Journal {
  return {
    note: (run, key, value) => journal.note(run, key, maskJson(value, secrets())),
    notes: (run) => journal.notes(run),
    report: (run, report) => journal.report(run, maskJson(report, secrets())),
    alone: (run, work) => journal.alone(run, work),
  };
}

export function maskedLedger(ledger: Ledger, secrets: Secrets): Ledger {
  return {
    read: (environment) => ledger.read(environment),
    refresh: (environment) => ledger.refresh(environment),
    append: (environment, entries, token) => ledger.append(environment, maskJson(entries, secrets()), token),
    close: (environment, entries, token) => ledger.close(environment, maskJson(entries, secrets()), token),
    release: (environment, run) => ledger.release(environment, run),
    receipts: (environment, since) => ledger.receipts(environment, since),
    head: (environment) => ledger.head(environment),
    place: ledger.place,
    isShared: ledger.isShared,
  };
}

/** Masking twice changes nothing, so that what is delivered later is what was kept. */
export function maskedOutbox(outbox: Outbox, secrets: Secrets): Outbox {
  return {
    keep: (environment, entries) => outbox.keep(environment, maskJson(entries, secrets())),
    pending: (environment) => outbox.pending(environment),
    forget: (environment, entries) => outbox.forget(environment, maskJson(entries, secrets())),
  };
}

export function maskedLocks(locks: Locks, secrets: Secrets): Locks {
  return {
    look: (environment) => locks.look(environment),
    attempt: (environment, claim) => locks.attempt(environment, maskJson(claim, secrets())),
    beat: (environment, token) => locks.beat(environment, token),
    breakLock: (environment, holder, entry) =>
      locks.breakLock(environment, holder, maskJson(entry, secrets())),
  };
}
