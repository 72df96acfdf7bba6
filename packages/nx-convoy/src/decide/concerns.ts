import { ENVIRONMENT_PROJECT } from '../model/environment-project';
import { COMPONENTS_ROOT } from './graph';
import type { Invocation } from './read-invocation';

/** The targets that act on an environment; anything else in the workspace is none of our business. */
export const TARGETS = [
  'prepare',
  'test',
  'try',
  'sql',
  'deploy',
  'rollback',
  'restore',
  'alarms',
  'verify',
  'plan',
  'status',
  'drift',
  'logs',
  'follow',
  'layers',
  'runtimes',
  'edges',
  'metrics',
  'unlock',
] as const;
type Target = (typeof TARGETS)[number];

const LOOKING: ReadonlySet<string> = new Set<Target>([
  'plan',
  'status',
  'drift',
  'logs',
  'follow',
  'layers',
  'runtimes',
  'edges',
  'metrics',
  'test',
  'unlock',
]);

/** Our targets that an invocation asks for; empty where it does not concern us. */
export function concernedTargets(invocation: Invocation, components: readonly string[]): string[] {
  const targets = invocation.targets.filter((target) => (TARGETS as readonly string[]).includes(target));
  if (targets.length === 0 || invocation.projects.length === 0) return targets;
  const ours = new Set([...components, ENVIRONMENT_PROJECT]);
  return invocation.projects.some((project) => ours.has(nameOf(project)) || isPattern(project))
    ? targets
    : [];
}

/** Components that were asked for by their own name: an absent one is then an error, not a pass-through. */
export function namedComponents(invocation: Invocation, components: readonly string[]): string[] {
  return invocation.projects.map(nameOf).filter((project) => components.includes(project));
}

/** Nx takes the folder of a project for its name. */
function nameOf(project: string): string {
  return project.startsWith(`${COMPONENTS_ROOT}/`) ? project.slice(COMPONENTS_ROOT.length + 1) : project;
}

function isPattern(project: string): boolean {
  return /[*!:{}[\]?]/.test(project);
}

/** Targets that look and never touch: a closed environment may be asked these. */
export function onlyLooks(target: string): boolean {
  return LOOKING.has(target);
}

/** Whether pins and ledgers alone answer what is asked: then no environment needs to be named, and no provider is asked. */
export function asksRecords(targets: readonly string[], feature: string | null): boolean {
  const target = feature === null ? 'metrics' : 'status';
  return targets.every((each) => each === target);
}

/** Targets that change the environment or its ledger, and so need its lock; they name what is being done to it. */
export function actingVerb(targets: readonly string[]): 'deploy' | 'rollback' | 'verify' | 'alarms' | null {
  if (targets.includes('rollback')) return 'rollback';
  if (targets.includes('deploy')) return 'deploy';
  if (targets.includes('verify')) return 'verify';
  return targets.includes('alarms') ? 'alarms' : null;
}
