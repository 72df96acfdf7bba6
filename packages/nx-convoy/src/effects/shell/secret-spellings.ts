/** Below this the three encodings inside other text would be too short to be telling. */
const SHORTEST_EMBEDDED_BYTES = 9;

/** How a value may stand in a text: as it is, URL-encoded, escaped for JSON or HTML, and in base64, by itself or inside longer base64. */
export function secretSpellings(value: string): string[] {
  const written = [value, ...urlEncoded(value), ...jsonEscaped(value), htmlEscaped(value)];
  const base64 = [Buffer.from(value).toString('base64').replace(/=+$/, ''), ...embeddedInBase64(value)];
  const base64Url = base64.map((text) => text.replace(/\+/g, '-').replace(/\//g, '_'));
  // Base64 in a URL or in JSON of PHP has its own signs encoded.
  const escaped = base64.flatMap((text) => [encodeURIComponent(text), text.replace(/\//g, '\\/')]);
  return [...new Set([...written, ...base64, ...base64Url, ...escaped])];
}

/** Every encoder has its own idea of what needs no encoding. */
function urlEncoded(value: string): string[] {
  // Through bytes: half a character would make the encoder throw.
  const text = Buffer.from(value).toString();
  const strict = encodeURIComponent(text).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  const form = new URLSearchParams({ v: text }).toString().slice(2);
  const upper = [encodeURIComponent(text), strict, strict.replace(/%2F/g, '/'), encodeURI(text), form];
  const lower = upper.map((each) => each.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()));
  return [...upper, ...lower, encodeURIComponent(strict)];
}

/** Also as JSON inside JSON, and as encoders write it that keep to ASCII or escape slashes. */
function jsonEscaped(value: string): string[] {
  const once = JSON.stringify(value).slice(1, -1);
  const ascii = once.replace(
    /[\u0080-\uffff]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  const written = [once, ascii, once.replace(/\//g, '\\/')];
  return [...written, ...written.map((each) => JSON.stringify(each).slice(1, -1))];
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function htmlEscaped(value: string): string {
  return value.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
}

/** The value in base64 as it looks inside longer encoded text (`user:password`): the characters that depend on it alone. */
function embeddedInBase64(value: string): string[] {
  const bytes = Buffer.from(value);
  if (bytes.length < SHORTEST_EMBEDDED_BYTES) return [];
  return [0, 1, 2].map((offset) => {
    const moved = Buffer.concat([Buffer.alloc(offset), bytes]);
    const first = Math.ceil((offset * 8) / 6);
    return moved.toString('base64').slice(first, Math.floor((moved.length * 8) / 6));
  });
}
