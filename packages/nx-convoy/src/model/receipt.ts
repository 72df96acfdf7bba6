import { z } from 'zod';
import { commitSchema, treeSchema } from './pin';
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

const entryHead = {
  version: z.literal(1),
  world: worldNameSchema,
  environment: z.string(),
  component: z.string(),
  run: z.string(),
  who: z.string(),
  startedAt: z.iso.datetime({ offset: true }),
};

/** Written before the first effect: what is about to be replaced, so that a killed run can be reconciled and undone. */
export const startedSchema = z.object({
  ...entryHead,
  type: z.literal('started'),
  commit: commitSchema,
  tree: treeSchema,
  before: liveStateSchema,
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
  from: z.object({ commit: commitSchema, tree: treeSchema }).nullable(),
  fingerprint: z.string().nullable(),
  contentDigest: z.string().nullable(),
  after: liveStateSchema.nullable(),
  outputs: z.record(z.string(), z.string()),
  answers: z.array(z.unknown()),
  checks: z.array(checkResultSchema),
  failure: failureSchema.nullable(),
  summary: z.string(),
});
export type Receipt = z.infer<typeof receiptSchema>;

export const ledgerEntrySchema = z.discriminatedUnion('type', [startedSchema, receiptSchema]);
export type LedgerEntry = z.infer<typeof ledgerEntrySchema>;

/** The current state of one component in an environment: one read of the ledger's head. */
export const componentRecordSchema = z.object({
  /** An attempt that began and has no receipt yet. */
  started: startedSchema.nullable(),
  /** The newest receipt of any outcome. */
  last: receiptSchema.nullable(),
  /** The newest receipt that was verified: what is known to be live. */
  verified: receiptSchema.nullable(),
});
export type ComponentRecord = z.infer<typeof componentRecordSchema>;

export const ledgerStateSchema = z.object({
  version: z.literal(1),
  world: worldNameSchema,
  environment: z.string(),
  components: z.record(z.string(), componentRecordSchema),
});
export type LedgerState = z.infer<typeof ledgerStateSchema>;
