const KEY = 'trustx.visitor';

/** Who visits: a random id, the same on every visit of this browser; nothing about the person. */
export function visitorId(storage = () => localStorage, make = randomId) {
  try {
    const kept = storage().getItem(KEY);
    if (kept) return kept;
    const made = make();
    storage().setItem(KEY, made);
    return made;
  } catch {
    // Where nothing may be stored, every visit is a new visitor.
    return make();
  }
}

function randomId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
