import { findProcess } from './process-table';
import type { ServiceProcess } from './service-process';

/** Whether this very process still lives, and not another one that was given its pid. */
export async function isRunning(service: ServiceProcess | undefined): Promise<boolean> {
  if (service === undefined) return false;
  const found = await findProcess(service.pid);
  return found?.startedAt === service.startedAt;
}
