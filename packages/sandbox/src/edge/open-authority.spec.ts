import { X509Certificate } from 'node:crypto';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { placesOf, type Places } from '../places';
import { makeScratchFolder, type ScratchFolder } from '../testing/scratch-folder';
import { openAuthority } from './open-authority';

let folder: ScratchFolder;
let places: Places;
beforeEach(async () => {
  folder = await makeScratchFolder();
  places = placesOf(folder.path);
});
afterEach(async () => folder.remove());

test('it is made once, for long, and its key is for its owner alone', async () => {
  await openAuthority(places, {});
  const pem = await readFile(places.authority.certificate, 'utf8');
  const certificate = new X509Certificate(pem);
  expect(certificate.ca).toBe(true);
  expect(new Date(certificate.validTo).getFullYear()).toBeGreaterThan(new Date().getFullYear() + 15);
  expect((await stat(places.authority.key)).mode & 0o777).toBe(0o600);
  await openAuthority(places, {});
  expect(await readFile(places.authority.certificate, 'utf8')).toBe(pem);
});

test('the bundle adds what the caller trusts besides; what is not there is left out', async () => {
  const company = join(folder.path, 'company.pem');
  await writeFile(company, 'COMPANY');
  const missing = join(folder.path, 'missing.pem');
  await openAuthority(places, { NODE_EXTRA_CA_CERTS: company, SSL_CERT_FILE: missing });
  const ours = await readFile(places.authority.certificate, 'utf8');
  expect(await readFile(places.authority.bundle, 'utf8')).toBe(`${ours}COMPANY\n`);
});
