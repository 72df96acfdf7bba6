import { z } from 'zod';
import { seenAlarmSchema } from './alarm';
import { commitTimeSchema } from './commit-time';
import { bakeMetricsSchema } from './function-metrics';
import { happeningSchema } from './happening';
import { commitSchema, treeSchema } from './pin';
import { publishedSchema } from './published-release';
import { checkResultSchema, verdictSchema } from './verdict';
import { liveStateSchema } from './live-state';

export const worldNameSchema = z.enum(['aws', 'sandbox']);
export type WorldName = z.infer<typeof worldNameSchema>;

export const failureSchema = z.object({
  code: z.string(),
  /** The step that failed, in a person's words. */
  step: z.string(),
  message: z.string(),
  remedy: z.string(),
});
export type Failure = z.infer<typeof failureSchema>;

const runHead = {
  version: z.literal(1),
  world: worldNameSchema,
  environment: z.string(),
  run: z.string(),
  who: z.string(),
  startedAt: z.iso.datetime({ offset: true }),
  /** Fencing token: the commit that took the lock under which this was written; empty in entries from before there was a lock. */
  token: z.string().default(''),
};
const entryHead = { ...runHead, component: z.string() };

const placeSchema = z.object({ commit: commitSchema, tree: treeSchema });
export type Place = z.infer<typeof placeSchema>;

/** Where the template, parameters and tags of a stack are kept, so that they can be put back; the bodies may hold secrets and are never here. */
export const storedStackSchema = z.object({
  stack: z.string(),
  bucket: z.string(),
  key: z.string(),
  digest: z.string(),
});
export type StoredStack = z.infer<typeof storedStackSchema>;

/** A guard that was passed by a person's word, and why. */
export const overrideSchema = z.object({
  flag: z.enum([
    'hotfix',
    'outside-window',
    'overwrite-drift',
    'overwrite-source',
    'release-hold',
    'adopt',
    'alarms-red',
    'breaking-migration',
    'reason',
  ]),
  reason: z.string(),
});
export type Override = z.infer<typeof overrideSchema>;

/** Deployed from a local checkout instead of a pin; such a receipt never satisfies a promotion gate. */
export const sourceSchema = z.object({ dirty: z.boolean() });

/** Who made the commit that set the pin, and how it was signed (`%G?` of git). */
export const approvalSchema = z.object({
  commit: commitSchema,
  author: z.string(),
  committer: z.string(),
  signature: z.string(),
});
export type Approval = z.infer<typeof approvalSchema>;

/** Written before the first effect: what is about to be replaced, so that a killed run can be reconciled and undone. */
export const startedSchema = z.object({
  ...entryHead,
  type: z.literal('started'),
  verb: z.enum(['deploy', 'rollback']).default('deploy'),
  commit: commitSchema,
  tree: treeSchema,
  before: liveStateSchema,
  /** What was verified before; null: nothing was. */
  from: placeSchema.nullable().default(null),
  /** The release that a rollback goes back to. */
  target: z.string().nullable().default(null),
  /** The alarms before the first effect. */
  alarms: z.array(seenAlarmSchema).default([]),
  stored: z.array(storedStackSchema).default([]),
  steps: z.array(z.string()),
});
export type Started = z.infer<typeof startedSchema>;

/** What one deploy or verify of one component did. */
export const receiptSchema = z.object({
  ...entryHead,
  type: z.literal('receipt'),
  verb: z.enum(['deploy', 'verify', 'rollback']),
  outcome: z.enum(['deployed', 'unchanged', 'failed', 'interrupted', 'rolled-back']),
  verdict: verdictSchema.nullable(),
  finishedAt: z.iso.datetime({ offset: true }),
  commit: commitSchema,
  tree: treeSchema,
  declaration: z.string(),
  coordinationCommit: z.string().nullable(),
  /** Tree and commit that were live before, null where nothing was known to be. */
  from: placeSchema.nullable(),
  fingerprint: z.string().nullable(),
  contentDigest: z.string().nullable(),
  after: liveStateSchema.nullable(),
  outputs: z.record(z.string(), z.string()),
  answers: z.array(z.unknown()),
  checks: z.array(checkResultSchema),
  failure: failureSchema.nullable(),
  summary: z.string(),
  /** The release that a rollback went back to. */
  target: z.string().nullable().default(null),
  /** Of a rollback: the tree that was taken away and must not come again by itself; null: nothing is held. */
  held: treeSchema.nullable().default(null),
  /** The commit that is served where it is not the pinned one: a revert commit whose tree is the pin's. */
  carrier: commitSchema.nullable().default(null),
  stored: z.array(storedStackSchema).default([]),
  source: sourceSchema.nullable().default(null),
  overrides: z.array(overrideSchema).default([]),
  approval: approvalSchema.nullable().default(null),
  /** Of a verification: the series whose passes may stand in for each other; null: it begins with this receipt's run. */
  series: z.string().nullable().default(null),
  /** What the functions did in the bake time; null: there was none. */
  metrics: bakeMetricsSchema.nullable().default(null),
  /** The commits that it made live, newest first; null: not known. For the lead time. */
  delivered: z.array(commitTimeSchema).nullable().default(null),
  /** Delivered by a later run than the one that wrote it. */
  late: z.boolean().default(false),
});
export type Receipt = z.infer<typeof receiptSchema>;

/** What a component was in a release: everything that going back to it needs. */
export const releasedComponentSchema = z.object({
  commit: commitSchema,
  tree: treeSchema,
  declaration: z.string(),
  contentDigest: z.string().nullable(),
  live: liveStateSchema,
  outputs: z.record(z.string(), z.string()),
  carrier: commitSchema.nullable(),
  stored: z.array(storedStackSchema),
  source: sourceSchema.nullable(),
});
export type ReleasedComponent = z.infer<typeof releasedComponentSchema>;

/** A run after which every component present in the environment was verified at its pin. */
export const releaseSchema = z.object({
  ...runHead,
  type: z.literal('release'),
  finishedAt: z.iso.datetime({ offset: true }),
  coordinationCommit: z.string().nullable(),
  /** A live environment that was taken over as it was found. */
  adopted: z.boolean(),
  components: z.record(z.string(), releasedComponentSchema),
});
export type Release = z.infer<typeof releaseSchema>;

/** Something that a person or a run did to the environment's records as a whole. */
export const occurrenceSchema = z.object({
  ...runHead,
  type: z.literal('occurrence'),
  what: happeningSchema,
});
export type Occurrence = z.infer<typeof occurrenceSchema>;

export const ledgerEntrySchema = z.discriminatedUnion('type', [
  startedSchema,
  receiptSchema,
  releaseSchema,
  occurrenceSchema,
]);
export type LedgerEntry = z.infer<typeof ledgerEntrySchema>;

/** A tree that passed verification in the environment. */
export const passSchema = z.object({ ...placeSchema.shape, run: z.string(), at: z.string() });
export type Pass = z.infer<typeof passSchema>;

/** The current state of one component in an environment: one read of the ledger's head. */
export const componentRecordSchema = z.object({
  /** An attempt that began and has no receipt yet. */
  started: startedSchema.nullable(),
  /** The newest receipt of any outcome. */
  last: receiptSchema.nullable(),
  /** The newest receipt that was verified: what is known to be live. */
  verified: receiptSchema.nullable(),
  /** The trees that passed, the newest first, each once; never one from a local checkout. */
  passed: z.array(passSchema).default([]),
});
export type ComponentRecord = z.infer<typeof componentRecordSchema>;

/** A release as the state lists it; the whole is an entry of its own. */
export const releaseSummarySchema = z.object({
  run: z.string(),
  at: z.string(),
  who: z.string(),
  adopted: z.boolean(),
  components: z.record(z.string(), placeSchema),
  /** Path of the entry in the ledger. */
  entry: z.string(),
});
export type ReleaseSummary = z.infer<typeof releaseSummarySchema>;

/** Trees that were rolled back: not deployed here again until released with a reason or superseded. */
export const holdSchema = z.object({
  run: z.string(),
  at: z.string(),
  trees: z.record(z.string(), treeSchema),
  /** Components that failed: a new pin for one of them ends the hold; none: a new pin for any. */
  failed: z.array(z.string()),
});
export type Hold = z.infer<typeof holdSchema>;

export const ledgerStateSchema = z.object({
  version: z.literal(1),
  world: worldNameSchema,
  environment: z.string(),
  components: z.record(z.string(), componentRecordSchema),
  /** Oldest first; what a completed rollback has undone is no longer here. */
  releases: z.array(releaseSummarySchema).default([]),
  /** Oldest first: what was tagged and written into the changelog. */
  published: z.array(publishedSchema).default([]),
  hold: holdSchema.nullable().default(null),
  /** A rollback that began and has not brought the whole set back. */
  rollback: z
    .object({ run: z.string(), target: z.string(), failed: z.array(z.string()) })
    .nullable()
    .default(null),
});
export type LedgerState = z.infer<typeof ledgerStateSchema>;
