import type { SeenAlarm } from '../../model/alarm';
import { toTheSecond } from '../to-the-second';

const WORDS: Readonly<Record<SeenAlarm['state'], string>> = {
  OK: '✔ OK',
  ALARM: '✘ red',
  INSUFFICIENT_DATA: '– no data',
  ABSENT: '✘ does not exist',
};

/** Alarms for a person, a line each. */
export function renderAlarms(alarms: readonly SeenAlarm[], put: readonly string[]): string[] {
  const width = Math.max(0, ...alarms.map(({ name }) => name.length));
  return alarms.map(({ name, state, updatedAt }) => {
    const since = updatedAt === null ? '' : ` since ${toTheSecond(updatedAt)}`;
    return `    ${name.padEnd(width)}  ${WORDS[state]}${since}${put.includes(name) ? '  put now' : ''}`;
  });
}

/** How many there are in each state, in a few words. */
export function sayAlarms(alarms: readonly SeenAlarm[], put: readonly string[]): string {
  const count = (state: SeenAlarm['state'], words: string): string[] => {
    const number = alarms.filter((each) => each.state === state).length;
    return number === 0 ? [] : [`${number} ${words}`];
  };
  return [
    put.length === 0 ? 'alarms are as declared' : `${put.length} of ${alarms.length} alarms put`,
    ...count('OK', 'OK'),
    ...count('ALARM', 'red'),
    ...count('INSUFFICIENT_DATA', 'without data'),
    ...count('ABSENT', 'missing'),
  ].join(', ');
}
