/** Everything that a person could read out of a text: as it is, URL-decoded, without colours, out of JSON and out of base64. */
export function shownOf(text: string): string {
  const plain = text.replace(/\x1b\[[\d;?]*[A-Za-z]/g, '');
  const urls = [decoded(plain), decoded(decoded(plain)), decoded(plain.replace(/\+/g, ' '))];
  const words = [plain, ...urls].flatMap((each) => each.match(/[A-Za-z0-9+/_-]{6,}/g) ?? []);
  const base64 = [...new Set(words)].flatMap((word) =>
    [0, 1, 2, 3].map((from) => Buffer.from(word.slice(from), 'base64').toString()),
  );
  const all = [text, plain, ...urls, ...base64].join('\n');
  return `${all}\n${all.replace(/\\+(["'/])/g, '$1')}`;
}

function decoded(text: string): string {
  return text.replace(/(?:%[0-9A-Fa-f]{2})+/g, (codes) =>
    Buffer.from(codes.replace(/%/g, ''), 'hex').toString(),
  );
}
