import { z } from 'zod';
import { driftDocumentSchema } from './drift-document';
import { featureDocumentSchema } from './feature-document';
import { componentReportSchema } from './run-report';
import { statusDocumentSchema } from './status-document';

const previewSchema = z.object({
  component: z.string(),
  live: z.string().nullable(),
  pin: z.string().nullable(),
  action: z.enum(['nothing', 'deploy', 'refused', 'absent']),
  why: z.array(z.string()),
  commits: z.array(z.object({ commit: z.string(), subject: z.string() })),
  steps: z.array(z.object({ what: z.string(), undo: z.string() })),
});
export type PreviewDocument = z.infer<typeof previewSchema>;

/** What one task left in the run's journal, so that the closing hook can tell the whole story. */
export const taskNoteSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('work'), target: z.string(), report: componentReportSchema }),
  z.object({
    type: z.literal('plan'),
    previews: z.array(previewSchema),
    /** Whether deploys may start now; null: nothing to say of it. */
    calendar: z.string().nullable().optional(),
  }),
  z.object({ type: z.literal('status'), document: statusDocumentSchema }),
  z.object({ type: z.literal('feature'), document: featureDocumentSchema }),
  z.object({ type: z.literal('drift'), document: driftDocumentSchema }),
]);
export type TaskNote = z.infer<typeof taskNoteSchema>;
