import { byTime } from '../../model/entry-time';
import { ledgerCorrupt } from '../../model/errors';
import type { Receipt, WorldName } from '../../model/receipt';
import { mayHaveEndedSince } from '../../model/receipt-path';
import { inPortions } from './in-portions';
import type { Git } from './open-git';
import { parseReceipt } from './parse-receipt';

interface Place {
  readonly git: Git;
  readonly world: WorldName;
  readonly environment: string;
}

interface Listed {
  readonly path: string;
  readonly id: string;
  readonly size: number;
}

/**
 * Receipts of what ended at or after the time, oldest first: one call of git lists the commit's files, and one for each few hundred of those that their names do not
 * rule out reads them.
 */
export async function receiptsSince(place: Place, commit: string, since: string): Promise<Receipt[]> {
  const words = ['-r', '-z', '--full-tree', '--format=%(objectname) %(objectsize) %(path)', commit];
  const text = await place.git.read('ls-tree', ...words, '--', 'entries/');
  const listed = text
    .split('\0')
    .filter((line) => line !== '')
    .map(listedIn)
    .filter(({ path }) => mayHaveEndedSince(path, since));
  const receipts = await readAll(place, listed);
  return receipts.filter(({ finishedAt }) => Date.parse(finishedAt) >= Date.parse(since)).sort(byTime);
}

function listedIn(line: string): Listed {
  const [id = '', size = ''] = line.split(' ', 2);
  return { id, size: Number(size), path: line.slice(id.length + size.length + 2) };
}

async function readAll(place: Place, listed: readonly Listed[]): Promise<Receipt[]> {
  const texts = new Map<string, string>();
  const sizes = new Map(listed.map(({ id, size }) => [id, size]));
  for (const ids of inPortions([...sizes.keys()])) {
    const contents = await place.git.blobs(ids);
    let offset = 0;
    for (const id of ids) {
      const end = offset + (sizes.get(id) ?? 0);
      texts.set(id, contents.subarray(offset, end).toString('utf8'));
      offset = end;
    }
  }
  return listed.map(({ id, path }) => receiptIn(texts.get(id), path, place));
}

function receiptIn(text: string | undefined, path: string, { world, environment }: Place): Receipt {
  const where = `deployments/${environment}:${path}`;
  if (text === undefined) throw ledgerCorrupt(where, 'it is missing');
  return parseReceipt(text, { path: where, world, environment });
}
