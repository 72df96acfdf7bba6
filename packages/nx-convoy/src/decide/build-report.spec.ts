import type { ComponentOutcome, ComponentReport, RunReport } from '../model/run-report';
import { runContextSchema } from '../model/run-context';
import { runReportSchema } from '../model/run-report';
import type { TaskNote } from '../model/task-note';
import { buildReport } from './build-report';
import { plainReport } from './receipt-report';

const context = runContextSchema.parse({
  run: '81c2aa00',
  environment: 'dev',
  world: 'sandbox' as const,
  startedAt: '2026-03-02T12:00:00.000Z',
  flags: {},
});
const order = ['database', 'backend', 'insights', 'graphql', 'trustx'];

function note(target: string, component: string, outcome: ComponentOutcome): TaskNote {
  return { type: 'work', target, report: plainReport(component, outcome, `${target} ${outcome}`) };
}

function reportOf(notes: readonly TaskNote[], complete = true): RunReport {
  return buildReport({ context, finishedAt: '2026-03-02T12:05:01.000Z', notes, order, complete });
}

const deployNotes = (...outcomes: ComponentOutcome[]): TaskNote[] =>
  outcomes.map((outcome, index) => note('deploy', order[index]!, outcome));

describe('the outcome of a run', () => {
  it.each<[ComponentOutcome[], RunReport['outcome']]>([
    [['deployed', 'deployed'], 'released'],
    [['deployed', 'unchanged', 'absent'], 'released'],
    [['unchanged', 'unchanged'], 'unchanged'],
    [['unchanged', 'absent'], 'unchanged'],
    [['deployed', 'failed', 'not-started'], 'partial'],
    [['unchanged', 'failed', 'not-started'], 'failed'],
    [['failed', 'not-started'], 'failed'],
    [['deployed', 'refused'], 'partial'],
    [['refused', 'not-started'], 'refused'],
    [['refused', 'failed'], 'failed'],
    [['deployed', 'interrupted', 'failed', 'not-started'], 'interrupted'],
    [['rolled-back', 'unchanged'], 'rolled-back'],
  ])('of %j is %s', (outcomes, expected) => {
    expect(reportOf(deployNotes(...outcomes)).outcome).toBe(expected);
  });

  it('is partial while any component of the environment is not at its pin', () => {
    expect(reportOf(deployNotes('deployed'), false).outcome).toBe('partial');
  });

  it('is unchanged when everything was only prepared', () => {
    expect(reportOf([note('prepare', 'database', 'not-started')]).outcome).toBe('unchanged');
  });
});

describe('the components of a run', () => {
  const told = (notes: readonly TaskNote[]): string[] =>
    reportOf(notes).components.map((each: ComponentReport) => `${each.component}: ${each.summary}`);

  it('stand in deploy order, unknown ones last', () => {
    expect(
      told([
        note('deploy', 'removed', 'failed'),
        note('deploy', 'trustx', 'deployed'),
        note('deploy', 'database', 'deployed'),
      ]),
    ).toEqual(['database: deploy deployed', 'trustx: deploy deployed', 'removed: deploy failed']);
  });

  it('were not started when they only prepared', () => {
    expect(
      told([
        note('deploy', 'database', 'failed'),
        note('prepare', 'database', 'not-started'),
        note('prepare', 'backend', 'not-started'),
      ]),
    ).toEqual(['database: deploy failed', 'backend: prepare not-started']);
  });

  it.each([
    ['the deploy, whichever was noted first', ['prepare', 'deploy'], 'deploy'],
    ['the deploy, whichever was noted last', ['deploy', 'prepare'], 'deploy'],
    ['the deploy before its tests', ['deploy', 'test', 'prepare'], 'deploy'],
    ['the verification before the tests', ['test', 'verify'], 'verify'],
  ])('are told by %s', (_what, targets, telling) => {
    expect(told(targets.map((target) => note(target, 'backend', 'unchanged')))).toEqual([
      `backend: ${telling} unchanged`,
    ]);
  });

  it.each<ComponentOutcome>(['failed', 'refused', 'interrupted'])(
    'never hide a task that was %s',
    (outcome) => {
      const notes = [note('deploy', 'backend', 'deployed'), note('test', 'backend', outcome)];
      expect(told(notes)).toEqual([`backend: test ${outcome}`]);
      expect(told([...notes].reverse())).toEqual([`backend: test ${outcome}`]);
    },
  );
});

it('is a document of the published shape', () => {
  const report = reportOf([
    ...deployNotes('deployed'),
    { type: 'plan', previews: [] },
    {
      type: 'status',
      document: { environment: 'dev', world: 'sandbox', account: '1', region: 'r', components: [] },
    },
  ]);
  expect(runReportSchema.parse(report)).toEqual(report);
  expect(report).toMatchObject({
    run: '81c2aa00',
    environment: 'dev',
    world: 'sandbox',
    startedAt: '2026-03-02T12:00:00.000Z',
    finishedAt: '2026-03-02T12:05:01.000Z',
  });
  expect(report.components).toHaveLength(1);
});
