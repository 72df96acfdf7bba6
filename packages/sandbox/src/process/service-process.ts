import { z } from 'zod';

/** How a service is found again by a later command: a pid alone may by then belong to another program. */
export const serviceProcessSchema = z.object({
  pid: z.number().int().positive(),
  startedAt: z.string().min(1),
});
export type ServiceProcess = z.infer<typeof serviceProcessSchema>;
