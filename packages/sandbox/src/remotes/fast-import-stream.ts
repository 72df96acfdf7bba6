import type { History } from './history';
import type { Snapshot } from './snapshot';

/** What `git fast-import` reads, and under which mark each commit will be known. */
export interface FastImport {
  readonly stream: Buffer;
  readonly marks: ReadonlyMap<string, number>;
}

// Author and committer are fixed: with the date they are part of every hash.
const AUTHOR = 'AssureX Engineering <engineering@assurex.example>';
// Commits need a branch to be made on; the refs are set at the end.
const WORKING_BRANCH = 'refs/heads/main';

/** Writes a history as one stream of commands. */
export function writeFastImport(history: History, snapshots: ReadonlyMap<string, Snapshot>): FastImport {
  const parts: (string | Buffer)[] = [];
  const marks = new Map<string, number>();
  const reference = (name: string): string => {
    const mark = marks.get(name);
    if (mark === undefined) throw new RangeError(`${name} is used before it is made`);
    return `:${mark}`;
  };
  for (const [name, commit] of Object.entries(history.commits)) {
    const mark = marks.size + 1;
    const when = `${AUTHOR} ${Date.parse(commit.at) / 1000} +0000`;
    parts.push(`commit ${WORKING_BRANCH}\nmark :${mark}\nauthor ${when}\ncommitter ${when}\n`);
    parts.push(...data(Buffer.from(`${commit.message}\n`)));
    commit.parents.forEach((parent, index) =>
      parts.push(`${index === 0 ? 'from' : 'merge'} ${reference(parent)}\n`),
    );
    parts.push('deleteall\n', ...files(snapshots.get(name) ?? new Map()), '\n');
    marks.set(name, mark);
  }
  for (const [ref, name] of Object.entries(history.refs)) {
    parts.push(`reset ${ref}\nfrom ${reference(name)}\n\n`);
  }
  parts.push('done\n');
  return { stream: Buffer.concat(parts.map((part) => Buffer.from(part))), marks };
}

function files(snapshot: Snapshot): (string | Buffer)[] {
  return [...snapshot].flatMap(([path, { mode, content }]) => [
    `M ${mode} inline ${JSON.stringify(path)}\n`,
    ...data(content),
  ]);
}

function data(content: Buffer): (string | Buffer)[] {
  return [`data ${content.length}\n`, content, '\n'];
}
