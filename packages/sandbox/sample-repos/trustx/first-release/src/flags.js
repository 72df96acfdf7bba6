/**
 * Whether a visitor gets what a flag switches. Who is in at one share is in at every greater one, and being in by one flag says
 * nothing about another.
 */
export function isOn(shares, flag, visitor) {
  return placeOf(flag, visitor) < (shares[flag] ?? 0);
}

/** Where a visitor stands among a hundred, for one flag: 0 to 99. */
export function placeOf(flag, visitor) {
  // FNV-1a, then the last step of MurmurHash3: neighbouring ids end far apart.
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(`${flag}:${visitor}`)) hash = Math.imul(hash ^ byte, 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) % 100;
}
