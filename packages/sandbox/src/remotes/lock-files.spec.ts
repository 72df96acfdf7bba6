import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const SAMPLES = join(__dirname, '..', '..', 'sample-repos');
const lockFile = z.object({
  lockfileVersion: z.literal(3),
  packages: z.record(
    z.string(),
    z.object({ version: z.string(), resolved: z.string().optional(), integrity: z.string().optional() }),
  ),
});
const samples = readdirSync(SAMPLES, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

describe.each(samples)('the lock file of %s', (sample) => {
  const text = readFileSync(join(SAMPLES, sample, 'first-release', 'package-lock.json'), 'utf8');
  const packages = Object.entries(lockFile.parse(JSON.parse(text)).packages).filter(([path]) => path !== '');

  it('names no host, so that each machine installs from the registry that it is set up for', () => {
    expect(packages.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
    expect(text).not.toMatch(/"[^"]*(?:git\+|file:|link:)[^"]*"/);
  });

  it('has the digest of every package', () => {
    expect(packages.filter(([, { integrity }]) => !integrity?.startsWith('sha512-'))).toEqual([]);
  });
});
