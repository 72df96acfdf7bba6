import { z } from 'zod';

export const commitSchema = z.string().regex(/^[0-9a-f]{40}$/, 'a full commit id: 40 hexadecimal digits');
export const treeSchema = z.string().regex(/^[0-9a-f]{64}$/, 'a tree digest: 64 hexadecimal digits');

/** What an environment should run of one component: `components/<component>/pins/<environment>.json`. */
export const pinSchema = z.strictObject({
  repo: z.string(),
  ref: z
    .string()
    .describe('The ref that was resolved when the pin was written; for people, never resolved again'),
  commit: commitSchema,
  tree: treeSchema.describe(
    "Digest of the component's paths at the commit; equal trees are the same deployment",
  ),
});
export type Pin = z.infer<typeof pinSchema>;

/** Where a pin lives, relative to the workspace root. */
export function pinPath(component: string, environment: string): string {
  return `components/${component}/pins/${environment}.json`;
}
