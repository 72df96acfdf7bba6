import { comparePortraits } from '../decide/drift/compare-portraits';
import { declaredDrift } from '../decide/drift/declared-drift';
import { ownValues } from '../decide/drift/own-values';
import { receiptDrift } from '../decide/drift/receipt-drift';
import type { DeploymentFacts } from '../decide/facts';
import { compareSchema, type SchemaComparison } from '../decide/migrations';
import { isCoordinationError, type CoordinationError } from '../model/coordination-error';
import type { Difference, DriftDocument } from '../model/drift-document';
import type { Manifest } from '../model/manifest';
import type { LedgerState } from '../model/receipt';
import { environmentPortrait } from './environment-portrait';
import { foreignMigrations } from './foreign-migrations';
import { guardAccount } from './guard-account';
import type { Order } from './order';
import { readFacts } from './read-facts';
import type { World } from './world';

/** What is asked about; a refusal says why it cannot be, such as a pin that is missing; null: it does not exist there. */
export type Asked = Order | CoordinationError | null;

export interface DriftQuestion {
  readonly component: string;
  readonly here: Order | CoordinationError;
  /** In the other environment, where one was named. */
  readonly there: Asked;
}

export interface DriftPlace {
  readonly manifest: Manifest;
  readonly environment: string;
  /** Another environment to compare with, and the world as it is seen from there. */
  readonly other: { readonly environment: string; readonly world: World } | null;
}

/** The drift of several components. Reads only: no lock, nothing is recorded. */
export async function driftDocument(
  place: DriftPlace,
  questions: readonly DriftQuestion[],
  world: World,
): Promise<DriftDocument> {
  const { manifest, environment, other } = place;
  const [here, there] = await Promise.all([
    sideOf(environment, world),
    other === null ? null : sideOf(other.environment, other.world),
  ]);
  const components = await Promise.all(
    questions.map(async (question) => ({
      component: question.component,
      differences: await differencesOf(question, { manifest, here, there }),
    })),
  );
  const declaration = manifest.environments[environment];
  return {
    environment,
    world: world.name,
    account: declaration?.account ?? '',
    region: declaration?.region ?? '',
    against: other?.environment ?? null,
    components,
  };
}

/** One environment, with what is known of it. */
interface Side {
  readonly environment: string;
  readonly world: World;
  readonly ledger: LedgerState;
}

interface Sides {
  readonly manifest: Manifest;
  readonly here: Side;
  readonly there: Side | null;
}

async function sideOf(environment: string, world: World): Promise<Side> {
  return { environment, world, ledger: await world.ledger.read(environment) };
}

/** What cannot be read is told as unknown, so that the others are still answered for. */
async function differencesOf({ here: order, there }: DriftQuestion, sides: Sides): Promise<Difference[]> {
  const { here } = sides;
  if (order instanceof Error) return [unreadable(order)];
  try {
    const facts = await readFacts(order, here.ledger, here.world, 'now');
    const schema = await schemaOf(order, facts, here.world);
    return [
      ...receiptDrift(facts),
      ...declaredDrift({ ...facts, schema }),
      ...(sides.there === null
        ? []
        : await betweenEnvironments([order, facts], there, { ...sides, there: sides.there })),
    ];
  } catch (cause) {
    if (!isCoordinationError(cause)) throw cause;
    return [unreadable(cause)];
  }
}

async function betweenEnvironments(
  [order, facts]: readonly [Order, DeploymentFacts],
  asked: Asked,
  { manifest, here, there }: Sides & { readonly there: Side },
): Promise<Difference[]> {
  if (asked === null) return [absentThere(there.environment)];
  if (asked instanceof Error) return [unreadable(asked, there.environment)];
  await guardAccount(asked.component, there.world);
  const others = await readFacts(asked, there.ledger, there.world, 'now');
  const portraits = await Promise.all([
    environmentPortrait(order, facts, here.world),
    environmentPortrait(asked, others, there.world),
  ]);
  const values = ownValues(manifest, here.environment, there.environment);
  return comparePortraits(...portraits, { ...order.component.config, values });
}

function absentThere(environment: string): Difference {
  return {
    against: 'environment',
    what: `it does not exist in ${environment}`,
    here: null,
    there: null,
    class: 'expected',
    why: 'declared: environments',
  };
}

function unreadable({ code, message }: CoordinationError, environment: string | null = null): Difference {
  const why = `${code}: ${message.split('\n')[0] ?? ''}`;
  const what = environment === null ? 'what is live' : `what is live in ${environment}`;
  return { against: 'declared', what, here: null, there: null, class: 'unknown', why };
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
