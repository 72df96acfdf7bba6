import 'reflect-metadata';
import { randomBytes, type webcrypto } from 'node:crypto';

export const keyAlgorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

/** Positive and different each time: browsers refuse two certificates of one issuer with the same number. */
export function serialNumber(): string {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes.toString('hex');
}

/** From yesterday, since clocks differ. */
export function validFor(days: number): { notBefore: Date; notAfter: Date } {
  const day = 24 * 60 * 60 * 1000;
  return { notBefore: new Date(Date.now() - day), notAfter: new Date(Date.now() + days * day) };
}

export async function makeKeys(): Promise<webcrypto.CryptoKeyPair> {
  return crypto.subtle.generateKey(keyAlgorithm, true, ['sign', 'verify']);
}

export async function privateKeyPem(keys: webcrypto.CryptoKeyPair): Promise<string> {
  const bytes = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey));
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN PRIVATE KEY-----', ...lines, '-----END PRIVATE KEY-----', ''].join('\n');
}
