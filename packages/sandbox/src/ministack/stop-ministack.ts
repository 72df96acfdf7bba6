import type { ServiceProcess } from '../process/service-process';
import { stopProcess, type StopOutcome } from '../process/stop-process';

// It saves its state in up to 6 s, and waits out a stack operation that is under way, up to 32 s.
const patience = 45_000;

/** Asks the emulator to save its state and end; its workers share its process group and end with it. */
export async function stopMinistack(process: ServiceProcess): Promise<StopOutcome> {
  return stopProcess({ process, signal: 'SIGTERM', patience });
}
