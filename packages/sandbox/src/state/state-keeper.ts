import type { Places } from '../places';
import type { ServiceProcess } from '../process/service-process';
import type { SandboxState, ServiceName } from './sandbox-state';
import { writeState } from './state-file';

/** The state while a verb changes it: every change is on disk before the next step, so that a verb that is cut short leaves no unknown process. */
export interface StateKeeper {
  readonly current: () => SandboxState;
  readonly remember: (name: ServiceName, process: ServiceProcess | undefined) => Promise<void>;
}

export async function keepState(places: Places, first: SandboxState): Promise<StateKeeper> {
  let state = first;
  let written = writeState(places, state);
  await written;
  return {
    current: () => state,
    remember: async (name, process) => {
      state = { ...state, processes: { ...state.processes, [name]: process } };
      // One after the other: services start side by side, and the last write must be the newest.
      written = written.then(() => writeState(places, state));
      await written;
    },
  };
}
