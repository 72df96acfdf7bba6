import type { Alarm, LiveAlarm, SeenAlarm } from '../../model/alarm';
import { unreachable } from '../../model/unreachable';
import type { Verdict } from '../../model/verdict';
import { toTheSecond } from '../to-the-second';
import { seenAlarm } from './seen-alarms';

export interface AlarmQuestion {
  readonly declared: readonly Alarm[];
  readonly live: readonly LiveAlarm[];
  /** Before the deploy; null: nothing was deployed, so that every red alarm counts. */
  readonly before: readonly SeenAlarm[] | null;
}

export interface AlarmsJudged {
  readonly verdict: Verdict;
  /** What each alarm says, those that are well together. */
  readonly evidence: string;
  /** Declared alarms that nobody put, or that were deleted. */
  readonly missing: readonly string[];
}

interface Judged {
  readonly verdict: Verdict;
  /** null: it is well, and there is nothing to tell. */
  readonly said: string | null;
}

/** What the alarms of a component say: after a deploy only a red one counts that was not red before. */
export function judgeAlarms({ declared, live, before }: AlarmQuestion): AlarmsJudged {
  const each = declared.map((alarm) => {
    const now = seenAlarm(alarm.name, live);
    return judgeAlarm(alarm, now, before?.find(({ name }) => name === alarm.name) ?? null);
  });
  const well = each.filter(({ said }) => said === null).length;
  const told = each.flatMap(({ said }) => said ?? []);
  return {
    verdict: worst(each.map(({ verdict }) => verdict)),
    evidence: [...(well === 0 ? [] : [`${well} OK`]), ...told].join('; '),
    missing: declared.filter(({ name }) => seenAlarm(name, live).state === 'ABSENT').map(({ name }) => name),
  };
}

function judgeAlarm(alarm: Alarm, now: SeenAlarm, before: SeenAlarm | null): Judged {
  const { name } = alarm;
  const since = now.updatedAt === null ? '' : ` since ${toTheSecond(now.updatedAt)}`;
  switch (now.state) {
    case 'OK':
      return { verdict: 'passed', said: null };
    case 'ABSENT':
      return { verdict: 'failed', said: `${name} does not exist` };
    case 'ALARM':
      return judgeRed(`${name} is red${since}`, before);
    case 'INSUFFICIENT_DATA':
      return alarm.treatMissingData === 'notBreaching' || before?.state === 'ABSENT'
        ? { verdict: 'passed', said: `${name} has no data yet` }
        : { verdict: 'inconclusive', said: `${name} has no data${since}` };
    default:
      return unreachable(now.state);
  }
}

/** One that was red before, or that this deploy has made, says nothing of this deploy. */
function judgeRed(red: string, before: SeenAlarm | null): Judged {
  if (before === null) return { verdict: 'failed', said: red };
  switch (before.state) {
    case 'ALARM':
      return { verdict: 'passed', said: `${red}, as it was before the deploy: not judged` };
    case 'ABSENT':
      return { verdict: 'passed', said: `${red}, and was made by this deploy: not judged` };
    case 'OK':
    case 'INSUFFICIENT_DATA':
      return { verdict: 'failed', said: `${red}, and was not before the deploy` };
    default:
      return unreachable(before.state);
  }
}

function worst(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('failed')) return 'failed';
  return verdicts.includes('inconclusive') ? 'inconclusive' : 'passed';
}
