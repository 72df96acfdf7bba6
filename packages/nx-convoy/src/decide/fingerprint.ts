import { digestOf } from '../model/digest';
import type { LiveState } from '../model/live-state';

/** Identity of the live state with versions, ids and times: two equal fingerprints mean that nobody touched it in between. */
export function fingerprintOf(live: LiveState): string {
  return digestOf(live);
}

/** What the live state contains, without ids and times: equal before a deploy and after its rollback. */
export function contentDigestOf(
  live: LiveState,
  pin: { readonly commit: string; readonly tree: string },
): string {
  return digestOf({
    functions: live.functions.map((each) => ({
      name: each.name,
      runtime: each.runtime,
      code: each.alias?.codeSha256 ?? each.codeSha256,
    })),
    stacks: live.stacks.map((stack) => stack.name),
    schema: live.schema?.migrations.map((migration) => [migration.version, migration.checksum]) ?? null,
    // Two commits with the same tree serve the same files.
    pages: servedTree(live, pin),
  });
}

function servedTree(
  { pages }: LiveState,
  pin: { readonly commit: string; readonly tree: string },
): string | null {
  const commit = pages?.deployment?.commit ?? null;
  return commit === pin.commit || commit === pages?.head ? pin.tree : commit;
}
