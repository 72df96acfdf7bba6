import { z } from 'zod';

/** Flags that hold for a whole run, as typed on the command line in kebab-case. Nx hands flags only to the tasks that were named; the pre hook reads these itself. */
export const runFlagsSchema = z.object({
  waitForLock: z
    .number()
    .int()
    .min(0)
    .default(0)
    .describe('Wait so many seconds for a lock that another run holds'),
  onFailure: z
    .enum(['keep', 'rollback'])
    .nullable()
    .default(null)
    .describe('What to do when the run fails; default rollback in protected environments, else keep'),
  confirm: z
    .string()
    .nullable()
    .default(null)
    .describe('The name of the protected environment, to say that it is meant'),
  reason: z.string().nullable().default(null).describe('Why a guard is passed; kept in the ledger'),
  hotfix: z
    .boolean()
    .default(false)
    .describe('The pin is on a hotfix branch that is not merged yet; needs --reason'),
  outsideWindow: z
    .boolean()
    .default(false)
    .describe('Deploy outside the windows of the environment, or in a freeze; needs --reason'),
  overwriteDrift: z.boolean().default(false).describe('Deploy over what was changed by hand; needs --reason'),
  overwriteSource: z.boolean().default(false).describe('Deploy the pin over what came from a local checkout'),
  releaseHold: z.boolean().default(false).describe('Deploy trees that were rolled back; needs --reason'),
  adopt: z
    .boolean()
    .default(false)
    .describe('Take over an environment that is live and has no ledger; needs --reason'),
  breakingMigration: z
    .boolean()
    .default(false)
    .describe('Apply a migration that breaks code which is live; needs --reason'),
  alarmsRed: z.boolean().default(false).describe('Deploy although an alarm is red already; needs --reason'),
  logs: z.boolean().default(false).describe('Show the errors in the logs of what is being deployed'),
  rollback: z.boolean().default(false).describe('Plan the rollback instead of the deploy'),
  feature: z
    .string()
    .nullable()
    .default(null)
    .describe('With status: say how far this branch has come in every environment'),
  to: z.string().nullable().default(null).describe('Roll back to the release of this run'),
  source: z
    .string()
    .nullable()
    .default(null)
    .describe('Deploy the HEAD of this local checkout instead of the pin'),
  dirty: z.boolean().default(false).describe('With --source: the working tree as it is, not HEAD'),
});
export type RunFlags = z.infer<typeof runFlagsSchema>;

export const NO_FLAGS: RunFlags = runFlagsSchema.parse({});
