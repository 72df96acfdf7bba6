import { windowRefusal } from '../decide/guards/window-refusal';
import { sayStatement } from '../decide/sql/say-statement';
import { digestOf } from '../model/digest';
import { confirmMissing, flagNeedsReason } from '../model/flag-errors';
import { ledgerAlone } from '../model/guard-errors';
import type { EnvironmentDeclaration } from '../model/manifest';
import type { Occurrence } from '../model/receipt';
import { askDatabase, connectOf, type SqlEnd, type SqlLine } from './ask-database';
import { calendarOf } from './calendar-of';
import type { Order } from './order';
import { recordOccurrences } from './record-occurrences';
import type { World } from './world';

/** Whoever writes says why; in a protected environment also that it is meant, where others see it; and not when deploys may not start either. */
export function guardWriting({ component, manifest }: Order, world: World): void {
  const { environment } = component;
  const { reason, confirm } = world.flags;
  if (reason === null || reason.trim() === '') throw flagNeedsReason('write');
  const declaration = manifest.environments[environment];
  if (declaration === undefined) throw new RangeError(`no environment ${environment} in the manifest`);
  refuseUnmeant(environment, declaration, confirm);
  if (declaration.protected === true && !world.ledger.isShared)
    throw ledgerAlone(environment, manifest.ledger?.remote ?? 'origin');
  const refusal = windowRefusal(calendarOf(environment, declaration, world));
  if (refusal !== null) throw refusal;
}

function refuseUnmeant(
  environment: string,
  declaration: EnvironmentDeclaration,
  confirm: string | null,
): void {
  if (declaration.protected === true && confirm !== environment) throw confirmMissing(environment, confirm);
}

/** Writes under the lock of the environment: said in the ledger before, done, and how it ended recorded. What is written, no value of it, is kept. */
export async function writeDatabase(order: Order, lines: readonly SqlLine[], world: World): Promise<SqlEnd> {
  const { environment } = order.component;
  guardWriting(order, world);
  await connectOf(order, world);
  const token = await world.lease.take(environment, 'sql');
  const entry = entries({ order, lines, token }, world);
  await world.ledger.append(environment, [entry('sql-begun', null)], token);
  await world.lease.confirm(environment);
  const end = await askDatabase(order, { lines, mayWrite: true }, world);
  await recordOccurrences([entry('sql-done', end.type)], world);
  return end;
}

interface Written {
  readonly order: Order;
  readonly lines: readonly SqlLine[];
  readonly token: string;
}

function entries({ order, lines, token }: Written, world: World) {
  const { component, run, pin } = order;
  const { name, environment } = component;
  const head = { version: 1 as const, world: world.name, environment, run, who: world.who, token };
  const about = {
    component: name,
    commit: pin.commit,
    reason: world.flags.reason ?? '',
    statements: lines.map(({ statement }) => sayStatement(statement)),
    digest: digestOf(lines.map(({ line }) => line)),
  };
  return (kind: 'sql-begun' | 'sql-done', outcome: SqlEnd['type'] | null): Occurrence => ({
    ...head,
    type: 'occurrence',
    startedAt: world.clock.now(),
    what: { kind, ...about, outcome },
  });
}
