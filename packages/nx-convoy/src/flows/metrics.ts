import { environmentMetrics } from '../decide/metrics/environment-metrics';
import type { MetricsDocument } from '../model/metrics-document';
import type { World } from './world';

export interface MetricsPlace {
  readonly environment: string;
  /** Those that exist there, in deploy order. */
  readonly components: readonly string[];
}

/** DORA's four of environments, from their ledgers alone: each is read once, nobody else is asked. */
export async function metrics(
  places: readonly MetricsPlace[],
  backMilliseconds: number,
  world: World,
): Promise<MetricsDocument> {
  const until = world.clock.now();
  const since = new Date(Date.parse(until) - backMilliseconds).toISOString();
  const environments = await Promise.all(
    places.map(async (place) => {
      await world.ledger.refresh(place.environment);
      const receipts = await world.ledger.receipts(place.environment, since);
      return environmentMetrics({ ...place, since, until }, receipts);
    }),
  );
  return { world: world.name, since, until, environments };
}
