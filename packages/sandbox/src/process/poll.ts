import { setTimeout as pause } from 'node:timers/promises';

export interface Patience {
  readonly within: number;
  readonly every?: number;
}

/** Asks until the answer is true; false when the time is over. */
export async function poll(question: () => Promise<boolean>, patience: Patience): Promise<boolean> {
  const deadline = Date.now() + patience.within;
  for (;;) {
    if (await question()) return true;
    if (Date.now() >= deadline) return false;
    await pause(patience.every ?? 40);
  }
}
