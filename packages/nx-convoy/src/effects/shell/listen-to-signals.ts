const STOPS = ['SIGINT', 'SIGTERM', 'disconnect'] as const;
const listeners = new Set<() => void>();
const tellListeners = (): void => listeners.forEach((interrupt) => interrupt());

/** Calls back when Nx tells this process to stop; answers how to stop listening. However many tasks share the process, it has one ear for each signal. */
export function listenToSignals(interrupt: () => void): () => void {
  // Each caller has an entry of its own: one that stops listening does not deafen another.
  const entry = (): void => interrupt();
  if (listeners.size === 0) for (const event of STOPS) process.on(event, tellListeners);
  listeners.add(entry);
  return () => {
    listeners.delete(entry);
    if (listeners.size === 0) for (const event of STOPS) process.off(event, tellListeners);
  };
}
