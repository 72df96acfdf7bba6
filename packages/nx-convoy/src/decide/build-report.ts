import type { RunContext } from '../model/run-context';
import type { ComponentReport, RunReport } from '../model/run-report';
import type { TaskNote } from '../model/task-note';

export interface ReportFacts {
  readonly context: RunContext;
  readonly finishedAt: string;
  readonly notes: readonly TaskNote[];
  /** Components present in the environment, in deploy order. */
  readonly order: readonly string[];
  /** Whether every present component is verified at its pin now. */
  readonly complete: boolean;
  /** What of this run was taken back at once, after it had failed; null: nothing was. */
  readonly undone?: Undone | null;
}

export interface Undone {
  readonly components: readonly string[];
  /** Whether the whole set is back. */
  readonly isWhole: boolean;
}

/** The report of a run, from what its tasks noted. A component that prepared but never began its turn was not started. */
export function buildReport(facts: ReportFacts): RunReport {
  const { context, finishedAt } = facts;
  const components = componentReports(facts).map((each) => undoneReport(each, facts.undone ?? null));
  return {
    run: context.run,
    environment: context.environment,
    world: context.world,
    outcome: facts.undone?.isWhole === true ? 'rolled-back' : outcomeOf(components, facts.complete),
    startedAt: context.startedAt,
    finishedAt,
    components,
  };
}

/** The story of the deploy is kept beside that of the way back. */
function undoneReport(report: ComponentReport, undone: Undone | null): ComponentReport {
  if (undone?.components.includes(report.component) !== true) return report;
  return { ...report, outcome: 'rolled-back', summary: `rolled back; before that: ${report.summary}` };
}

function componentReports(facts: ReportFacts): ComponentReport[] {
  const byComponent = new Map<string, WorkNote>();
  for (const note of facts.notes) {
    if (note.type !== 'work') continue;
    const known = byComponent.get(note.report.component);
    if (known === undefined || weight(note) > weight(known)) byComponent.set(note.report.component, note);
  }
  const place = (name: string): number =>
    facts.order.includes(name) ? facts.order.indexOf(name) : facts.order.length;
  return [...byComponent.values()]
    .map((each) => each.report)
    .sort((left, right) => place(left.component) - place(right.component));
}

type WorkNote = TaskNote & { type: 'work' };

const TELLING = ['prepare', 'test', 'try', 'sql', 'alarms', 'verify', 'deploy', 'rollback'];
const TROUBLE: readonly ComponentReport['outcome'][] = ['failed', 'refused', 'interrupted'];

/** Of several tasks of one component trouble tells most, and then the one that goes furthest. */
function weight(note: WorkNote): number {
  return TELLING.indexOf(note.target) + (TROUBLE.includes(note.report.outcome) ? TELLING.length : 0);
}

function outcomeOf(components: readonly ComponentReport[], complete: boolean): RunReport['outcome'] {
  const has = (outcome: ComponentReport['outcome']): boolean =>
    components.some((each) => each.outcome === outcome);
  if (has('interrupted')) return 'interrupted';
  const isPartial = has('deployed') || has('rolled-back');
  if (has('failed')) return isPartial ? 'partial' : 'failed';
  if (has('refused')) return isPartial ? 'partial' : 'refused';
  if (has('rolled-back')) return 'rolled-back';
  // Only prepared: nobody asked for more, or what stopped it is told above.
  if (!has('deployed')) return 'unchanged';
  return complete ? 'released' : 'partial';
}
