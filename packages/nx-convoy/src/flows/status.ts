import { statusRow, type StatusRow } from '../decide/status-row';
import type { Manifest } from '../model/manifest';
import type { StatusDocument } from '../model/status-document';
import type { LedgerState } from '../model/receipt';
import type { Pin } from '../model/pin';
import type { ResolvedComponent } from '../model/resolved-component';
import { readLive } from './read-live';
import type { World } from './world';

export interface StatusQuestion {
  readonly component: ResolvedComponent;
  readonly pin: Pin | null;
}

export interface StatusPlace {
  readonly manifest: Manifest;
  readonly environment: string;
}

/** What is live of one component and whether it is still what was verified. */
export async function status(
  question: StatusQuestion,
  ledger: LedgerState,
  world: World,
): Promise<StatusRow> {
  const { component, pin } = question;
  const record = ledger.components[component.name] ?? null;
  const live = record?.last == null || pin === null ? null : await readLive(component, pin, world);
  return statusRow({ component: component.name, pin, record, live });
}

/** The status document of several components: one read of the ledger, all live states at once. */
export async function statusDocument(
  place: StatusPlace,
  questions: readonly StatusQuestion[],
  world: World,
): Promise<StatusDocument> {
  const { manifest, environment } = place;
  const declaration = manifest.environments[environment];
  const ledger = await world.ledger.read(environment);
  const components = await Promise.all(questions.map((question) => status(question, ledger, world)));
  return {
    environment,
    world: world.name,
    account: declaration?.account ?? '',
    region: declaration?.region ?? '',
    components,
    ...lastPublished(ledger),
  };
}

function lastPublished({ published, releases, hold }: LedgerState): Pick<StatusDocument, 'published'> {
  const last = published.at(-1);
  if (last === undefined) return {};
  const { name, run, at } = last;
  return { published: { name, run, at, isLive: releases.at(-1)?.run === run && hold === null } };
}
