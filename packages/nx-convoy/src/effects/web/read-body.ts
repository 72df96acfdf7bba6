const LARGEST_BODY = 1024 * 1024;

/** The text of an answer, up to 1 MB; what lies beyond is not fetched. */
export async function readBody(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    chunks.push(chunk.subarray(0, LARGEST_BODY - size));
    size += chunk.length;
    if (size >= LARGEST_BODY) break;
  }
  return Buffer.concat(chunks).toString('utf8');
}
