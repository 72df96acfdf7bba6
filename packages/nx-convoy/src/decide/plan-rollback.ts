import type { LiveState } from '../model/live-state';
import type { Plan, Step } from '../model/plan';
import type { ReleasedComponent } from '../model/receipt';
import type { DeploymentFacts } from './facts';
import { fingerprintOf } from './fingerprint';
import type { MigrationFile } from './migrations';
import { onlyVersionsChanged } from './only-versions-changed';

/** Everything that was read before deciding how one component goes back. The pin of the deployment facts is what it goes back to. */
export interface RollbackFacts extends DeploymentFacts {
  readonly target: ReleasedComponent;
  /** Migrations of what is live now: the reverse files are there, not in the older commit. */
  readonly liveMigrations: readonly MigrationFile[];
  /** Whether every version that an alias would go back to still exists. */
  readonly versionsExist: boolean;
  /** What depends on the component, and whether it is declared to work with a database that is ahead of it. */
  readonly readers: readonly { readonly name: string; readonly worksWithNewerSchema: boolean }[];
  /** Whether the Pages branch is the project's production branch. */
  readonly isProduction: boolean;
}

/** How one component goes back to what it was in a release, and what has to stay. */
export function planRollback(facts: RollbackFacts): Plan {
  const component = facts.component.name;
  if (isBack(facts)) {
    const because = `unchanged: it is what it was in the release (${facts.target.commit.slice(0, 7)})`;
    return { type: 'nothing', component, because };
  }
  const database = databaseSteps(facts);
  return {
    type: 'work',
    component,
    reasons: [`back to ${facts.target.commit.slice(0, 7)}`, ...database.notes],
    steps: [...stuckStacks(facts.live), ...database.steps, ...codeSteps(facts), ...pagesSteps(facts)],
  };
}

/** Nothing is under way, and what was last verified is the tree of the release and still what is live. */
function isBack({ record, target, live }: RollbackFacts): boolean {
  const { started, last, verified } = record;
  if (started !== null || last?.verdict !== 'passed' || verified === null) return false;
  return verified.tree === target.tree && verified.fingerprint === fingerprintOf(live);
}

function stuckStacks(live: LiveState): Step[] {
  return live.stacks
    .filter((stack) => stack.status === 'UPDATE_ROLLBACK_FAILED')
    .map(({ name: stack }) => ({
      type: 'continue-rollback',
      stack,
      why: `stack ${stack} is stuck in UPDATE_ROLLBACK_FAILED`,
      undo: 'nothing to undo',
    }));
}

interface DatabasePart {
  readonly steps: Step[];
  /** What a person must know of the schema. */
  readonly notes: string[];
}

/** A run that applied no migration never touches the database. */
function databaseSteps({ component, live, target, liveMigrations, readers }: RollbackFacts): DatabasePart {
  const { migrations } = component;
  const [now, before] = [live.schema?.version ?? 0, target.live.schema?.version ?? 0];
  if (migrations === null || now <= before) return { steps: [], notes: [] };
  const applied = new Set((live.schema?.migrations ?? []).map((row) => row.version));
  const undone = liveMigrations.filter((each) => each.version > before && applied.has(each.version));
  const missing = undone.filter((each) => !each.reversible).map((each) => each.file);
  const unknown = [...applied].filter(
    (version) => version > before && !undone.some((each) => each.version === version),
  );
  const obstacle =
    migrations.revert === null
      ? 'its function cannot revert'
      : missing.length > 0
        ? `${missing.join(', ')} has no reverse migration`
        : unknown.length > 0
          ? `version ${unknown.join(', ')} is not known at what is live`
          : null;
  if (obstacle !== null) {
    const offer = `its data of before:  npx nx restore ${component.name} --configuration=${component.environment}`;
    const notes = [
      `the database stays at version ${now}: ${obstacle}`,
      ...readers.map(({ name, worksWithNewerSchema }) =>
        worksWithNewerSchema
          ? `${name} is declared to work with a newer schema`
          : `${name} is not declared to work with a newer schema: look at it before its earlier version meets this one`,
      ),
      ...(migrations.instance === null ? [] : [offer]),
    ];
    return { steps: [], notes };
  }
  const files = [...undone].reverse().map((each) => each.file.replace(/^V/, 'U'));
  const step: Step = {
    type: 'revert-migrations',
    migrations,
    to: before,
    versions: files,
    why: `schema back to ${before}: ${files.join(', ')}`,
    undo: `deploy again: ${undone.map((each) => each.file).join(', ')}`,
  };
  return { steps: [step], notes: [] };
}

function codeSteps(facts: RollbackFacts): Step[] {
  const { component, target } = facts;
  const undo = 'deploy again';
  if (component.rollback === 'alias' && facts.versionsExist && onlyVersionsChanged(target.live, facts.live)) {
    const aliases = aliasesOf(target.live);
    const why = aliases.map((each) => `${each.function}:${each.alias} → ${each.version}`).join(', ');
    return [{ type: 'set-aliases', aliases, why, undo }];
  }
  if (component.rollback === 'template' && target.stored.length > 0)
    return target.stored.map((stored) => ({
      type: 'restore-stack',
      stored,
      why: `template, parameters and tags of ${stored.stack} as they were`,
      undo,
    }));
  const runs: Step[] = component.deploy.map((command) => ({
    type: 'run',
    command,
    why: `${target.commit.slice(0, 7)} again: ${command.argv.join(' ')}`,
    undo,
  }));
  const moves: Step[] = component.observes.functions.flatMap((each) =>
    each.alias === null
      ? []
      : [
          {
            type: 'move-alias',
            function: each,
            alias: each.alias,
            why: `callers use ${each.name}:${each.alias}`,
            undo,
          },
        ],
  );
  return [...runs, ...moves];
}

/** All functions of the component that have an alias, at the versions that they had. */
export function aliasesOf(live: LiveState): { function: string; alias: string; version: string }[] {
  return live.functions.flatMap(({ name, alias }) =>
    alias === null ? [] : [{ function: name, alias: alias.name, version: alias.version }],
  );
}

/** A branch of ours moves back; one that others push to gets a commit on top that carries the earlier tree, never a forced push. */
function pagesSteps(facts: RollbackFacts): Step[] {
  const { pages } = facts.component;
  if (pages === null) return [];
  const head = facts.live.pages?.head ?? null;
  const commit = facts.pin.commit;
  const undo = 'deploy again';
  const short = commit.slice(0, 7);
  if (head === null || facts.branch === 'same' || facts.branch === 'carries') {
    if (facts.built) return [];
    return [
      { type: 'request-build', pages, commit, why: `${pages.branch} is there without a deployment`, undo },
    ];
  }
  if (pages.owned)
    return [{ type: 'push', pages, from: head, commit, why: `${pages.branch} back to ${short}`, undo }];
  const carry: Step = {
    type: 'carry',
    pages,
    head,
    commit,
    why: `revert commit on ${pages.branch}: the tree of ${short}`,
    undo: 'revert the revert',
  };
  const deployment = facts.target.live.pages?.deployment?.id ?? null;
  if (!facts.isProduction || deployment === null) return [carry];
  const why = `serve deployment ${deployment.slice(0, 8)} again at once`;
  return [{ type: 'pages-rollback', pages, deployment, why, undo }, carry];
}
