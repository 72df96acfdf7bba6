import { declaredDrift } from '../decide/drift/declared-drift';
import { receiptDrift } from '../decide/drift/receipt-drift';
import type { DeploymentFacts } from '../decide/facts';
import { compareSchema, type SchemaComparison } from '../decide/migrations';
import { isCoordinationError, type CoordinationError } from '../model/coordination-error';
import type { Difference, DriftDocument } from '../model/drift-document';
import type { Manifest } from '../model/manifest';
import type { LedgerState } from '../model/receipt';
import { foreignMigrations } from './foreign-migrations';
import type { Order } from './order';
import { readFacts } from './read-facts';
import type { World } from './world';

export interface DriftQuestion {
  readonly component: string;
  /** What is asked about; or why it cannot be, such as a pin that is missing. */
  readonly order: Order | CoordinationError;
}

export interface DriftPlace {
  readonly manifest: Manifest;
  readonly environment: string;
}

/** The drift of several components. Reads only: no lock, nothing is recorded. */
export async function driftDocument(
  { manifest, environment }: DriftPlace,
  questions: readonly DriftQuestion[],
  world: World,
): Promise<DriftDocument> {
  const declaration = manifest.environments[environment];
  const ledger = await world.ledger.read(environment);
  const components = await Promise.all(
    questions.map(async (question) => ({
      component: question.component,
      differences: await differencesOf(question, ledger, world),
    })),
  );
  return {
    environment,
    world: world.name,
    account: declaration?.account ?? '',
    region: declaration?.region ?? '',
    against: null,
    components,
  };
}

/** What cannot be read is told as unknown, so that the others are still answered for. */
async function differencesOf(
  { order }: DriftQuestion,
  ledger: LedgerState,
  world: World,
): Promise<Difference[]> {
  if (order instanceof Error) return [unreadable(order)];
  try {
    const facts = await readFacts(order, ledger, world, 'now');
    const schema = await schemaOf(order, facts, world);
    return [...receiptDrift(facts), ...declaredDrift({ ...facts, schema })];
  } catch (cause) {
    if (!isCoordinationError(cause)) throw cause;
    return [unreadable(cause)];
  }
}

function unreadable({ code, message }: CoordinationError): Difference {
  const why = `${code}: ${message.split('\n')[0] ?? ''}`;
  return { against: 'declared', what: 'what is live', here: null, there: null, class: 'unknown', why };
}

async function schemaOf(
  order: Order,
  { migrations, live }: DeploymentFacts,
  world: World,
): Promise<SchemaComparison | null> {
  // Without its function nobody can ask, and that it is gone is told already.
  if (order.component.migrations === null || live.schema === null) return null;
  const compared = compareSchema(migrations, live.schema);
  return { ...compared, foreign: await foreignMigrations(compared.foreign, order, world) };
}
