import { setTimeout as pause } from 'node:timers/promises';

export interface Patience {
  readonly within: number;
  readonly every?: number;
}

/** Asks until the answer satisfies or the time is over; answers the last answer. */
export async function poll<T>(
  question: () => Promise<T>,
  satisfies: (answer: T) => boolean,
  patience: Patience,
): Promise<T> {
  const deadline = Date.now() + patience.within;
  for (;;) {
    const answer = await question();
    if (satisfies(answer) || Date.now() >= deadline) return answer;
    await pause(patience.every ?? 40);
  }
}
