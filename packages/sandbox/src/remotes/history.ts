import { z } from 'zod';

const commit = z.strictObject({
  parents: z.array(z.string()),
  files: z
    .string()
    .optional()
    .describe(
      "Folder laid over the first parent's files; a merge without one has the files of its last parent",
    ),
  message: z.string().min(1),
  at: z.iso.datetime(),
});

/** `history.json` of a sample repository: its commits in the order in which they are made, and where the refs point. */
export const historySchema = z
  .strictObject({
    commits: z.record(z.string(), commit),
    refs: z.record(z.string().startsWith('refs/'), z.string()),
    executable: z.array(z.string()).describe('Files with the executable bit, whatever their mode here'),
  })
  .superRefine(({ commits, refs }, context) => {
    const known = new Set<string>();
    for (const [name, { parents }] of Object.entries(commits)) {
      for (const parent of parents) {
        if (!known.has(parent))
          context.addIssue(`commit ${name}: its parent ${parent} does not come before it`);
      }
      known.add(name);
    }
    for (const [ref, name] of Object.entries(refs)) {
      if (!known.has(name)) context.addIssue(`${ref} points at ${name}, which is no commit`);
    }
  });
export type History = z.infer<typeof historySchema>;
export type HistoryCommit = z.infer<typeof commit>;
