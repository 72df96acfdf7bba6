import { endAnnouncement } from '../decide/announcements/end-announcement';
import { startAnnouncement } from '../decide/announcements/start-announcement';
import type { Announcement } from '../effects/announcements-port';
import type { SlackDeclaration } from '../model/announcement-declaration';
import { componentEntries, environmentOf } from '../model/component-entry';
import type { Manifest } from '../model/manifest';
import type { RunContext } from '../model/run-context';
import type { RunReport } from '../model/run-report';
import type { World } from './world';

export interface AnnouncedRun {
  readonly run: RunContext;
  readonly manifest: Manifest;
}

/** Tells that a run begins, where the environment says so. Answers what its end refers to; null: nothing was told. */
export async function announceStart(
  { run, manifest }: AnnouncedRun,
  verb: 'deploy' | 'rollback',
  world: World,
): Promise<RunContext['announced']> {
  const { environment, named } = run;
  const { reason } = world.flags;
  const text = startAnnouncement({ environment, verb, run: run.run, who: world.who, named, reason });
  return send({ run, manifest }, { text, thread: null }, world);
}

/** Tells how it ended: after what is told here, and whatever becomes of it, the run ended as it did. */
export async function announceEnd(
  { run, manifest }: AnnouncedRun,
  report: RunReport,
  world: World,
): Promise<void> {
  const urls = Object.fromEntries(componentEntries(manifest).map(({ name, url }) => [name, url]));
  const text = endAnnouncement({ report, who: world.who, urls });
  await send({ run, manifest }, { text, thread: run.announced?.thread ?? null }, world);
}

/** Tells what is not the beginning or the end of a run. */
export async function announce(
  manifest: Manifest,
  { environment, text }: { readonly environment: string; readonly text: string },
  world: World,
): Promise<void> {
  const slack = environmentOf(manifest, environment)?.announce?.slack;
  if (slack !== undefined) await tell(slack, { text, thread: null }, world);
}

async function send(
  { run, manifest }: AnnouncedRun,
  message: Announcement,
  world: World,
): Promise<RunContext['announced']> {
  const slack = environmentOf(manifest, run.environment)?.announce?.slack;
  // The run that started this one tells of it.
  return slack === undefined || run.under !== null ? null : tell(slack, message, world);
}

async function tell(
  slack: SlackDeclaration,
  message: Announcement,
  world: World,
): Promise<RunContext['announced']> {
  const outcome = await world.announcements.send(slack, message);
  if (outcome.type === 'sent') return { thread: outcome.thread };
  world.output.line(`not announced: ${outcome.because}`);
  return null;
}
