import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { WorldName } from '../../model/receipt';
import { errorCode } from '../error-code';
import { holdLock } from '../hold-lock';
import { writeFileAtomically } from '../write-file-atomically';

const knownSchema = z.object({
  /** Newest commit of the branch that a process of the run saw or made; null: there is no branch. Absent: nobody asked. */
  branch: z.string().nullable().optional(),
  /** Where the lock's ref was last, and the token under which; null: it was free. */
  lock: z.object({ commit: z.string(), token: z.string() }).nullable().optional(),
});
export type Known = z.infer<typeof knownSchema>;

export interface LedgerKnownOptions {
  readonly home: string;
  readonly world: WorldName;
  readonly run: string;
  readonly environment: string;
  isAncestor(ancestor: string, descendant: string): Promise<boolean>;
}

/** Long enough for whoever writes a small file; then what is known is written all the same: every push compares. */
const TURN_MILLISECONDS = 5_000;

/** What the processes of one run know of an environment's refs, as a file that they share: what one of them wrote the others read. */
export class LedgerKnown {
  private readonly path: string;

  constructor(private readonly options: LedgerKnownOptions) {
    const name = `refs-${options.world}-${encodeURIComponent(options.environment)}.json`;
    this.path = join(options.home, 'runs', options.run, 'shared', name);
  }

  async read(): Promise<Known> {
    try {
      return knownSchema.parse(JSON.parse(await readFile(this.path, 'utf8')));
    } catch (cause) {
      if (errorCode(cause) === 'ENOENT') return {};
      throw cause;
    }
  }

  /** Adds to what is known; a branch never goes back to where it was before. `from`: the commit that the branch's new one follows. */
  async learn(news: Known, from: string | null = null): Promise<Known> {
    const before = await this.read();
    if (isPartOf(news, before)) return before;
    const turn = async (): Promise<Known> => {
      const known = await this.read();
      const branch = await this.newerBranch(known, news, from);
      const next = { ...known, ...news, ...(branch === undefined ? {} : { branch }) };
      await writeFileAtomically(this.path, JSON.stringify(next));
      return next;
    };
    return holdLock(this.path, turn, { longestMilliseconds: TURN_MILLISECONDS, isCourtesy: true });
  }

  private async newerBranch(known: Known, news: Known, from: string | null): Promise<Known['branch']> {
    if (news.branch === undefined || typeof known.branch !== 'string') return news.branch ?? known.branch;
    if (news.branch === null || news.branch === known.branch) return known.branch;
    if (from === known.branch) return news.branch;
    return (await this.options.isAncestor(news.branch, known.branch)) ? known.branch : news.branch;
  }
}

function isPartOf(news: Known, known: Known): boolean {
  return JSON.stringify({ ...known, ...news }) === JSON.stringify(known);
}
