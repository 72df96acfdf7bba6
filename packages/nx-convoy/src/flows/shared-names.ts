import { resolveComponent } from '../decide/resolve-component';
import { readersOf, type LiveReader } from '../decide/guards/readers-of';
import type { StillReadFacts } from '../decide/guards/still-read-refusal';
import type { LiveState } from '../model/live-state';
import type { Manifest } from '../model/manifest';
import type { LedgerState } from '../model/receipt';
import type { GuardedDeploy } from './guard-deploy';

/** What a component shared when it was last verified and would share after the deploy, and who of the live ones reads it. */
export function sharedNames({ order, ledger, facts }: Omit<GuardedDeploy, 'world'>): StillReadFacts {
  const { component, manifest } = order;
  const { name, environment } = component;
  const { verified } = facts.record;
  const others = liveReaders(manifest, environment, ledger);
  const published = new Set(others.flatMap((each) => each.component.observes.layers));
  const before = verified?.after ?? null;
  return {
    component: name,
    environment,
    before: {
      outputs: Object.keys(verified?.outputs ?? {}),
      exports: [],
      layers: before === null ? [] : publishedLayers(before).filter((layer) => !published.has(layer)),
    },
    after: { outputs: Object.keys(component.outputs), exports: [], layers: component.observes.layers },
    readers: readersOf(name, others),
  };
}

/** A layer that its own functions have may be somebody else's. */
function publishedLayers(live: LiveState): string[] {
  const used = new Set(
    live.functions.flatMap(({ layers }) => layers.map((arn) => arn.split(':').at(-2) ?? '')),
  );
  return live.layers.map(({ name }) => name).filter((name) => !used.has(name));
}

function liveReaders(manifest: Manifest, environment: string, ledger: LedgerState): LiveReader[] {
  return Object.entries(ledger.components).flatMap(([name, { verified }]) => {
    if (verified?.after == null) return [];
    const isKnown = Object.values(manifest.repos).some((repo) => Object.hasOwn(repo.components, name));
    const resolved = isKnown ? resolveComponent(manifest, name, environment) : null;
    if (resolved?.type !== 'resolved') return [];
    return [{ component: resolved.component, live: verified.after }];
  });
}
