import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Manifest } from '../manifest';

const aboutSchema = z.object({ manifest: z.string() });

/** What the edge read when it began: hosts, stacks and Pages projects come from there. */
export function digestOfManifest(manifest: Manifest): string {
  return createHash('sha256').update(JSON.stringify(manifest)).digest('hex');
}

/** Whether the proxy on this address answers for the manifest as it is now; an environment that was opened since has hosts that an older one does not know. */
export async function isEdgeCurrent(proxy: string, manifest: Manifest): Promise<boolean> {
  try {
    const answer = await fetch(proxy, { signal: AbortSignal.timeout(2_000) });
    return aboutSchema.parse(await answer.json()).manifest === digestOfManifest(manifest);
  } catch {
    return false;
  }
}
