import type { Pin } from '../model/pin';

interface Rendered {
  readonly from: string;
  readonly to: string;
  readonly pinned: string;
  /** By what rule commits were chosen. */
  readonly takes: string;
  readonly repos: readonly string[];
  readonly pins: readonly {
    readonly component: string;
    readonly before: Pin | null;
    readonly pin: Pin;
    readonly evidence: string | null;
  }[];
  readonly warnings: readonly string[];
}

/** A promotion for a person: what becomes of each repository, then of each pin and by what evidence. */
export function renderPromotion({ from, to, pinned, takes, repos, pins, warnings }: Rendered): string[] {
  const width = Math.max(0, ...pins.map(({ component }) => component.length));
  const short = (pin: Pin | null): string => pin?.commit.slice(0, 7) ?? 'unpinned';
  return [
    `promote ${from} to ${to}${pinned === to ? '' : `, by way of ${pinned}`}`,
    `  takes ${takes}`,
    ...repos.map((line) => `  ${line}`),
    ...pins.map(
      ({ component, before, pin, evidence }) =>
        `  ${component.padEnd(width)}  ${pinned}: ${short(before)} → ${short(pin)}  ${evidence ?? 'not verified yet'}`,
    ),
    ...warnings.map((line) => `  warning: ${line}`),
  ];
}
