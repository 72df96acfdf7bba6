import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KeptReleases, releaseKey } from './kept-release';

let home: string;
let place: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'convoy-kept-'));
  place = join(home, 'place');
  write('.convoy/sandbox.json', 'released');
  write('.convoy/worktrees/trustx/file', 'much');
});
afterEach(() => {
  rmSync(home, { recursive: true, force: true });
});

const keptUnder = (key: string) => new KeptReleases(key, join(home, 'shelf'));
const read = (path: string): string => readFileSync(join(place, path), 'utf8');
function write(path: string, text: string): void {
  mkdirSync(join(place, path, '..'), { recursive: true });
  writeFileSync(join(place, path), text);
}

it('gives back what was kept, whatever became of an earlier copy', async () => {
  const kept = keptUnder('a');
  expect(kept.has(['dev'])).toBe(false);
  await kept.keep(['dev'], place);
  for (const story of ['the first', 'the second']) {
    rmSync(place, { recursive: true });
    await kept.copyTo(place, ['dev']);
    expect(read('.convoy/sandbox.json')).toBe('released');
    // In place, as a database writes.
    write('.convoy/sandbox.json', `changed by ${story}`);
  }
  expect(existsSync(join(place, '.convoy', 'worktrees'))).toBe(false);
});

it('is of the environments that are named, in their order', async () => {
  const kept = keptUnder('a');
  await kept.keep(['dev'], place);
  expect(kept.has(['dev'])).toBe(true);
  expect(kept.has(['dev', 'preprod'])).toBe(false);
  await kept.keep(['dev', 'preprod'], place);
  await kept.drop(['dev', 'preprod']);
  expect([kept.has(['dev']), kept.has(['dev', 'preprod'])]).toEqual([true, false]);
});

it('is of one key, and what is of another goes', async () => {
  await keptUnder('a').keep(['dev'], place);
  expect(keptUnder('b').has(['dev'])).toBe(false);
  await keptUnder('b').keep(['dev'], place);
  expect([keptUnder('a').has(['dev']), keptUnder('b').has(['dev'])]).toEqual([false, true]);
});

it('does not take for whole what a killed process left, and clears it away', async () => {
  const left = join(home, 'shelf', 'unfinished-1');
  mkdirSync(left, { recursive: true });
  expect(keptUnder('a').has(['dev'])).toBe(false);
  await keptUnder('a').keep(['dev'], place);
  expect(existsSync(left)).toBe(false);
});

it('has another key when a file of the checkout changes, comes or goes, but not when a story does', () => {
  const checkout = join(home, 'place');
  execFileSync('git', ['init', '--quiet', checkout]);
  write('.gitignore', '.convoy');
  write('repos.json', '1');
  const keys = [releaseKey(checkout)];
  const changed = (change: () => void): boolean => {
    change();
    keys.push(releaseKey(checkout));
    return keys.at(-1) !== keys.at(-2);
  };
  expect(changed(() => write('repos.json', '2'))).toBe(true);
  expect(changed(() => write('packages/new.ts', ''))).toBe(true);
  expect(changed(() => write('e2e/harness/sandbox.ts', ''))).toBe(true);
  expect(changed(() => rmSync(join(place, 'packages/new.ts')))).toBe(true);
  expect(changed(() => write('e2e/main-job.e2e.ts', ''))).toBe(false);
  expect(changed(() => write('.convoy/sandbox.json', 'other'))).toBe(false);
});
