import type { LiveState } from '../model/live-state';
import type { CheckResult } from '../model/verdict';
import type { DeploymentFacts } from './facts';
import { compareSchema } from './migrations';
import { sayChecks } from './say-checks';

/** One line for a person: what the deploy changed and how it was verified. */
export function summarise(
  facts: DeploymentFacts,
  after: LiveState | null,
  checks: readonly CheckResult[],
): string {
  const { pending } = compareSchema(facts.migrations, facts.live.schema);
  const applied = pending.map((migration) => /^V\d+/.exec(migration.file)?.[0] ?? migration.file);
  const what = applied.length === 0 ? [] : [`${applied.join(' ')} applied`];
  return [...what, summariseAfter(after, checks)].join(', ');
}

/** What is live afterwards and how it was verified. */
export function summariseAfter(after: LiveState | null, checks: readonly CheckResult[]): string {
  const schema = after?.schema == null ? [] : [`schema at ${after.schema.version}`];
  const stacks = (after?.stacks ?? []).slice(0, 1).map((stack) => `stack ${stack.status}`);
  const aliases = (after?.functions ?? []).flatMap((each) =>
    each.alias === null ? [] : [`${each.alias.name} → ${each.alias.version}`],
  );
  const pages =
    after?.pages?.deployment == null
      ? []
      : [`Pages ${after.pages.deployment.id.slice(0, 4)} ${after.pages.deployment.status}`];
  return [...schema, ...stacks, ...aliases, ...pages, sayChecks(checks)].join(', ');
}
