import { access, mkdir, readFile, writeFile } from 'node:fs/promises';
import {
  BasicConstraintsExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';
import type { Places } from '../places';
import { keyAlgorithm, makeKeys, privateKeyPem, serialNumber, validFor } from './certificate-settings';

/** Makes the checkout's own certificate authority once, and its bundle with what the caller trusts besides each time. */
export async function openAuthority(places: Places, environment: NodeJS.ProcessEnv): Promise<void> {
  const { folder, certificate, key, bundle } = places.authority;
  await mkdir(folder, { recursive: true });
  const areThere = await Promise.all(
    [certificate, key].map((file) =>
      access(file).then(
        () => true,
        () => false,
      ),
    ),
  );
  if (!areThere.every(Boolean)) await makeAuthority(places);
  const others = [environment['NODE_EXTRA_CA_CERTS'], environment['SSL_CERT_FILE']].filter(
    (file) => file && file !== bundle,
  );
  const trusted = await Promise.all([certificate, ...new Set(others)].map((file) => readPem(file ?? '')));
  await writeFile(bundle, trusted.join(''));
}

async function makeAuthority(places: Places): Promise<void> {
  const keys = await makeKeys();
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=nx-convoy sandbox of this checkout',
    serialNumber: serialNumber(),
    ...validFor(20 * 365),
    signingAlgorithm: keyAlgorithm,
    keys,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  await writeFile(places.authority.key, await privateKeyPem(keys), { mode: 0o600 });
  await writeFile(places.authority.certificate, `${certificate.toString('pem')}\n`);
}

/** A file that the caller's environment names but that is not there is left out, as node itself does. */
async function readPem(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}
