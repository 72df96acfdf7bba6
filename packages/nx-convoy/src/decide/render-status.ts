import type { StatusDocument } from '../model/status-document';
import { sayFlag } from './say-flag';
import { toTheSecond } from './to-the-second';

/** The status of an environment for a person: what is live, what is pinned, how it was verified. */
export function renderStatus(document: StatusDocument): string[] {
  const width = Math.max(9, ...document.components.map((each) => each.component.length));
  const head = `  ${'component'.padEnd(width)}  live     pin      verdict       verified`;
  const rows = document.components.flatMap((each) => [row(each, width), ...migrationLines(each)]);
  return ['', head, ...rows, ...flagLines(document), ...publishedLines(document)];
}

function publishedLines({ published }: StatusDocument): string[] {
  if (published === undefined) return [];
  const { name, run, at, isLive } = published;
  const since = isLive ? '' : '; the environment went on since';
  return [`  published last: ${name}, the release of ${toTheSecond(at)} (run ${run})${since}`];
}

function flagLines({ flags = [] }: StatusDocument): string[] {
  const width = Math.max(0, ...flags.map(({ flag }) => flag.length));
  return flags.map(({ flag, kind, value }) => `  flag ${flag.padEnd(width)}  ${sayFlag(kind, value)}`);
}

function migrationLines({ migrations = [] }: StatusDocument['components'][number]): string[] {
  const width = Math.max(0, ...migrations.map(({ name }) => name.length));
  return migrations.map(
    ({ version, name, appliedAt }) =>
      `    V${String(version).padStart(3, '0')}  ${name.padEnd(width)}  applied ${toTheSecond(appliedAt)}`,
  );
}

function row(each: StatusDocument['components'][number], width: number): string {
  const live = each.live?.commit.slice(0, 7) ?? '–      ';
  const pin =
    each.pin === null
      ? '–      '
      : each.pin.tree === each.live?.tree
        ? '=      '
        : each.pin.commit.slice(0, 7);
  const when =
    each.verifiedAt === null
      ? 'never'
      : `${toTheSecond(each.verifiedAt)}${each.run === null ? '' : ` (run ${each.run})`}`;
  return `${each.verdict === 'passed' ? '✔' : each.verdict === 'none' ? '–' : '✘'} ${each.component.padEnd(width)}  ${live}  ${pin}  ${each.verdict.padEnd(12)}  ${when}`;
}
