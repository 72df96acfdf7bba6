import type { webcrypto } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createSecureContext, type SecureContext } from 'node:tls';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';
import type { Places } from '../places';
import { keyAlgorithm, makeKeys, privateKeyPem, serialNumber, validFor } from './certificate-settings';

/** Answers the certificate of a name. */
export type NameCertificates = (name: string) => Promise<SecureContext>;

// Names come from whoever connects: without a bound they would fill the memory.
const mostNames = 500;

/** Certificates by our authority for whatever name is asked for, made when it is first asked for. */
export async function openNameCertificates(places: Places): Promise<NameCertificates> {
  const [authorityPem, authorityKeyPem] = await Promise.all([
    readFile(places.authority.certificate, 'utf8'),
    readFile(places.authority.key, 'utf8'),
  ]);
  const authority = new X509Certificate(authorityPem);
  const signingKey = await crypto.subtle.importKey(
    'pkcs8',
    PemConverter.decodeFirst(authorityKeyPem),
    keyAlgorithm,
    false,
    ['sign'],
  );
  const keys = await makeKeys();
  const key = await privateKeyPem(keys);
  const made = new Map<string, Promise<SecureContext>>();

  const make = async (name: string): Promise<SecureContext> => {
    const certificate = await sign({ name, authority, signingKey, publicKey: keys.publicKey });
    return createSecureContext({ key, cert: `${certificate.toString('pem')}\n${authorityPem}` });
  };
  return async (name) => {
    const known = made.get(name);
    if (known !== undefined) return known;
    if (made.size >= mostNames) made.clear();
    const context = make(name);
    made.set(name, context);
    return context;
  };
}

interface SigningOrder {
  readonly name: string;
  readonly authority: X509Certificate;
  readonly signingKey: webcrypto.CryptoKey;
  readonly publicKey: webcrypto.CryptoKey;
}

async function sign({ name, authority, signingKey, publicKey }: SigningOrder): Promise<X509Certificate> {
  return X509CertificateGenerator.create({
    // A common name holds 64 characters at most; clients read the alternative name.
    subject: 'CN=nx-convoy sandbox',
    issuer: authority.subjectName,
    serialNumber: serialNumber(),
    ...validFor(365),
    signingAlgorithm: keyAlgorithm,
    signingKey,
    publicKey,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension([{ type: 'dns', value: name }]),
      await AuthorityKeyIdentifierExtension.create(authority),
    ],
  });
}
