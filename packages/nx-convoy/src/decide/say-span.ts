const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A span of time for a person, in its two largest units: `46 s`, `1 m 04 s`, `3 h 05 m`, `2 d 03 h`. */
export function saySpan(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < MINUTE) return `${whole} s`;
  if (whole < HOUR) return two(whole, [MINUTE, 'm'], [1, 's']);
  return whole < DAY ? two(whole, [HOUR, 'h'], [MINUTE, 'm']) : two(whole, [DAY, 'd'], [HOUR, 'h']);
}

type Unit = readonly [seconds: number, name: string];

function two(seconds: number, [large, first]: Unit, [small, second]: Unit): string {
  const rest = Math.floor((seconds % large) / small);
  return `${Math.floor(seconds / large)} ${first} ${String(rest).padStart(2, '0')} ${second}`;
}
