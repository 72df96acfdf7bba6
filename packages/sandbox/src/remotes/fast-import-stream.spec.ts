import { writeFastImport } from './fast-import-stream';
import type { History } from './history';
import type { Snapshot } from './snapshot';

const history: History = {
  commits: {
    start: { parents: [], files: 'start', message: 'start', at: '2025-01-01T00:00:00Z' },
    merge: { parents: ['start', 'start'], message: 'merge', at: '2025-01-02T00:00:00Z' },
  },
  refs: { 'refs/heads/stg': 'merge' },
  executable: [],
};
const files: Snapshot = new Map([['a b.sh', { mode: '100755', content: Buffer.from('é\n') }]]);

describe('writeFastImport', () => {
  const { stream, marks } = writeFastImport(
    history,
    new Map([
      ['start', files],
      ['merge', files],
    ]),
  );

  it('gives every commit a mark, in order', () => {
    expect([...marks]).toEqual([
      ['start', 1],
      ['merge', 2],
    ]);
  });

  it('fixes author, date and mode, and counts bytes', () => {
    expect(stream.toString()).toContain(
      'author AssureX Engineering <engineering@assurex.example> 1735689600 +0000\n',
    );
    expect(stream.toString()).toContain('deleteall\nM 100755 inline "a b.sh"\ndata 3\né\n');
  });

  it('names parents and refs by mark', () => {
    expect(stream.toString()).toContain('from :1\nmerge :1\n');
    expect(stream.toString()).toContain('reset refs/heads/stg\nfrom :2\n');
  });
});
