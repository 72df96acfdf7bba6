import type { Json } from '../../model/json';
import type { Failure } from '../../model/receipt';
import type { Order } from '../order';
import type { OutputValues } from '../outputs';
import { resumeCommand } from '../resume-command';
import type { World } from '../world';

export type StepOutcome =
  | { readonly type: 'done'; readonly answer?: Json }
  | { readonly type: 'failed'; readonly failure: Failure }
  | { readonly type: 'interrupted' };

/** What every step works with. */
export interface Scene {
  readonly order: Order;
  /** Outputs of other components, which commands may use. */
  readonly outputs: OutputValues;
  readonly world: World;
}

export const DONE: StepOutcome = { type: 'done' };

export function failedStep(order: Order, failure: Omit<Failure, 'remedy'>): StepOutcome {
  return { type: 'failed', failure: { ...failure, remedy: resumeCommand(order) } };
}
