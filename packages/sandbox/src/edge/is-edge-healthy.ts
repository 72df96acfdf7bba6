import { z } from 'zod';

const aboutSchema = z.object({ sandbox: z.string() });

/** Whether the proxy on this address is that of this checkout. */
export async function isEdgeHealthy(proxy: string, root: string): Promise<boolean> {
  try {
    const answer = await fetch(proxy, { signal: AbortSignal.timeout(2_000) });
    return aboutSchema.parse(await answer.json()).sandbox === root;
  } catch {
    return false;
  }
}
