import { z } from 'zod';
import { serviceProcessSchema } from '../process/service-process';

const stageSchema = z.object({
  name: z.enum(['queued', 'initialize', 'clone_repo', 'build', 'deploy']),
  status: z.enum(['idle', 'active', 'success', 'failure', 'canceled', 'skipped']),
  startedOn: z.string().nullable(),
  endedOn: z.string().nullable(),
});

/** A deployment as the stand-in keeps it on disk. */
export const storedDeploymentSchema = z.object({
  id: z.uuid(),
  project: z.string(),
  branch: z.string(),
  commit: z.string(),
  message: z.string(),
  trigger: z.enum(['github:push', 'ad_hoc']),
  createdOn: z.string(),
  modifiedOn: z.string(),
  stages: z.array(stageSchema).min(1),
  /** A newer push of the branch came before this one was built. */
  skipped: z.boolean(),
  log: z.array(z.object({ ts: z.string(), line: z.string() })),
  /** The program that builds it just now: a stand-in that was killed leaves it behind. */
  builder: serviceProcessSchema.optional(),
});
export type StoredDeployment = z.infer<typeof storedDeploymentSchema>;
export type StoredStage = z.infer<typeof stageSchema>;
export type StageName = StoredStage['name'];

const LONGEST_LOG = 5_000;

/** A deployment that waits to be built. */
export function newStages(): StoredStage[] {
  const names = stageSchema.shape.name.options;
  const stages = names.map((name): StoredStage => ({ name, status: 'idle', startedOn: null, endedOn: null }));
  beginStage(stages[0]);
  return stages;
}

export function beginStage(stage: StoredStage | undefined): void {
  if (stage === undefined) return;
  stage.status = 'active';
  stage.startedOn = new Date().toISOString();
}

/** Ends a stage; a success begins the next one, so that a deployment under way is never without an active stage. */
export function endStage(deployment: StoredDeployment, name: StageName, status: StoredStage['status']): void {
  const index = deployment.stages.findIndex((stage) => stage.name === name);
  const stage = deployment.stages[index];
  if (stage === undefined) throw new TypeError(`a deployment without a stage ${name}`);
  stage.status = status;
  stage.endedOn = new Date().toISOString();
  deployment.modifiedOn = stage.endedOn;
  if (status === 'success') beginStage(deployment.stages[index + 1]);
}

/** The stage that says how far it is: the first that has not succeeded, else the last. */
export function latestStage(deployment: StoredDeployment): StoredStage {
  const stage = deployment.stages.find(({ status }) => status !== 'success') ?? deployment.stages.at(-1);
  if (stage === undefined) throw new TypeError('a deployment without stages');
  return stage;
}

export function hasSucceeded(deployment: StoredDeployment): boolean {
  return deployment.stages.every((stage) => stage.status === 'success');
}

export function isWaiting(deployment: StoredDeployment): boolean {
  const { name, status } = latestStage(deployment);
  return name === 'queued' && status === 'active';
}

/** Whether a build of it is still to come or under way. */
export function isUnfinished(deployment: StoredDeployment): boolean {
  return ['idle', 'active'].includes(latestStage(deployment).status);
}

/** A newer one of the branch is built in its place. */
export function skip(deployment: StoredDeployment): void {
  deployment.skipped = true;
  endStage(deployment, 'queued', 'skipped');
}

export function writeLog(deployment: StoredDeployment, line: string): void {
  if (deployment.log.length > LONGEST_LOG) return;
  const isFull = deployment.log.length === LONGEST_LOG;
  deployment.log.push({
    ts: new Date().toISOString(),
    line: isFull ? '(the rest of the log is left out)' : line,
  });
}
