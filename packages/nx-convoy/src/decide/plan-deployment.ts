import type { LiveState } from '../model/live-state';
import type { Plan, Step } from '../model/plan';
import type { Migrations } from '../model/resolved-component';
import { alarmSteps } from './alarms/alarm-steps';
import type { DeploymentFacts } from './facts';
import { fingerprintOf } from './fingerprint';
import { compareSchema, type MigrationFile } from './migrations';
import { pagesSteps } from './pages-steps';
import { stackSteps } from './stack-steps';

/** What deploying one component would do and why. Throws the refusal when the pin cannot be reached from what is live. */
export function planDeployment(facts: DeploymentFacts): Plan {
  const reasons = reasonsToDeploy(facts);
  const component = facts.component.name;
  if (reasons.length === 0) {
    return {
      type: 'nothing',
      component,
      because: `unchanged, verified ${facts.record.verified?.finishedAt ?? ''}`,
    };
  }
  return {
    type: 'work',
    component,
    reasons,
    steps: [
      ...alarmSteps(facts),
      ...stackSteps(facts),
      ...runSteps(facts),
      ...migrateSteps(facts),
      ...aliasSteps(facts),
      ...pagesSteps(facts),
    ],
  };
}

/** Why what is live is not simply the pin, verified; none: converged. */
export function reasonsToDeploy(facts: DeploymentFacts): string[] {
  const { component, pin, record, live } = facts;
  const verified = record.verified;
  if (verified === null)
    return [record.started === null ? 'first deploy' : 'first deploy, an earlier attempt did not end'];
  const reasons: string[] = [];
  if (verified.tree !== pin.tree) reasons.push(commitReason(facts));
  if (record.started !== null) reasons.push(`run ${record.started.run} did not end`);
  else if (record.last !== null && record.last.verdict !== 'passed')
    reasons.push(`run ${record.last.run} ended ${record.last.outcome}`);
  if (verified.declaration !== component.declaration) reasons.push('its declaration in repos.json changed');
  if (verified.fingerprint !== fingerprintOf(live))
    reasons.push('what is live is not what was last verified');
  return reasons;
}

function commitReason(facts: DeploymentFacts): string {
  const count = facts.commits.length;
  return count === 0
    ? 'another tree is pinned'
    : `${count} commit${count === 1 ? '' : 's'} since what is live`;
}

function runSteps(facts: DeploymentFacts): Step[] {
  const verified = facts.record.verified;
  const undo =
    verified === null ? 'no way back: first deploy' : `deploy ${verified.commit.slice(0, 7)} again`;
  return facts.component.deploy.map((command) => ({
    type: 'run',
    command,
    why: command.argv.join(' '),
    undo,
  }));
}

function migrateSteps(facts: DeploymentFacts): Step[] {
  const { migrations } = facts.component;
  const { pending } = compareSchema(facts.migrations, facts.live.schema);
  if (migrations === null || pending.length === 0) return [];
  const irreversible = pending.filter((migration) => !migration.reversible);
  const undo =
    irreversible.length === 0
      ? [...pending]
          .reverse()
          .map((migration) => migration.file.replace(/^V/, 'U'))
          .join(', ')
      : `cannot be undone: ${irreversible.map((migration) => migration.file).join(', ')} has no reverse migration`;
  const versions = pending.map((migration) => migration.file);
  return [
    ...snapshotSteps(migrations, irreversible),
    {
      type: 'migrate',
      migrations,
      versions,
      why: `${pending.length === 1 ? 'migration' : `${pending.length} migrations:`} ${versions.join(', ')}`,
      undo,
    },
  ];
}

/** What cannot be undone by a reverse migration can be brought back from a snapshot, where the manifest asks for one. */
function snapshotSteps(
  { instance, snapshotBefore }: Migrations,
  irreversible: readonly MigrationFile[],
): Step[] {
  if (!snapshotBefore || instance === null || irreversible.length === 0) return [];
  const why = `snapshot of ${instance}: ${irreversible.map(({ file }) => file).join(', ')} cannot be undone`;
  return [{ type: 'snapshot', instance, why, undo: 'nothing to undo' }];
}

function aliasSteps(facts: DeploymentFacts): Step[] {
  return facts.component.observes.functions.flatMap((each) => {
    if (each.alias === null) return [];
    const before = aliasVersion(facts.live, each.name);
    const undo = before === null ? 'no way back: first deploy' : `${each.alias} → ${before}`;
    return [
      {
        type: 'move-alias' as const,
        function: each,
        alias: each.alias,
        why: `callers use ${each.name}:${each.alias}`,
        undo,
      },
    ];
  });
}

function aliasVersion(live: LiveState, name: string): string | null {
  return live.functions.find((each) => each.name === name)?.alias?.version ?? null;
}
