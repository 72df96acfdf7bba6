import type { Difference } from '../../model/drift-document';
import { unconfirmed } from '../confirm-live';
import type { DeploymentFacts } from '../facts';
import type { SchemaComparison } from '../migrations';

export type DeclaredFacts = Pick<DeploymentFacts, 'component' | 'pin' | 'record' | 'live'> & {
  /** The schema against the migrations at the pin, without what is known elsewhere; null: the component has none. */
  readonly schema: SchemaComparison | null;
};

/** What is live held against what is pinned and declared for the environment. */
export function declaredDrift(facts: DeclaredFacts): Difference[] {
  const { component, live, record } = facts;
  const target = record.last?.target ?? null;
  // What was rolled back keeps the layers that it had.
  const proven = target === null ? null : (record.last?.after ?? null);
  return [
    ...pinDrift(facts),
    ...unconfirmed(component, live, proven).map((what) => difference(what)),
    ...runtimeDrift(facts),
    ...(target === null ? schemaDrift(facts.schema) : []),
  ];
}

function pinDrift({ component, pin, record: { last } }: DeclaredFacts): Difference[] {
  if (last === null) return [difference('never deployed from here', ['–', pin.commit.slice(0, 7)])];
  const values = [last.commit.slice(0, 7), pin.commit.slice(0, 7)] as const;
  if (last.tree !== pin.tree)
    return [
      difference(last.target === null ? 'commit' : `commit, rolled back to release ${last.target}`, values),
    ];
  return last.target !== null || last.declaration === component.declaration
    ? []
    : [difference('repos.json says something else than when it was deployed')];
}

/** The runtime that a check of the function asks for. */
function runtimeDrift({ component, live }: DeclaredFacts): Difference[] {
  return component.checks.flatMap((check) => {
    if (check.kind !== 'function' || check.runtime === null) return [];
    const found = live.functions.find(({ name, state }) => name === check.function && state !== 'Absent');
    if (found === undefined || found.runtime === check.runtime) return [];
    return [difference(`function ${found.name} runs on`, [found.runtime, check.runtime])];
  });
}

function schemaDrift(schema: SchemaComparison | null): Difference[] {
  if (schema === null) return [];
  return [
    ...schema.pending.map(({ file }) => difference(`${file} is not applied`)),
    ...schema.edited.map(({ file }) => difference(`${file} was edited since it was applied`)),
    ...schema.foreign.map(({ version, name }) =>
      difference(`migration ${version} (${name}) is applied and unknown at the pin`),
    ),
  ];
}

function difference(what: string, values: readonly [here: string, there: string] | null = null): Difference {
  const [here, there] = values ?? [null, null];
  return { against: 'declared', what, here, there, class: 'unexpected', why: null };
}
