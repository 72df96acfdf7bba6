import type { Announce } from './announce';
import { stopMinistack } from './ministack/stop-ministack';
import type { Places } from './places';
import { stopPostgres } from './postgres/stop-postgres';
import type { ServiceProcess } from './process/service-process';
import { stopProcess, type StopOutcome } from './process/stop-process';
import { serviceTitles } from './services';
import type { ServiceName } from './state/sandbox-state';
import type { StateKeeper } from './state/state-keeper';

export interface StopServicesOrder {
  readonly places: Places;
  readonly keeper: StateKeeper;
  readonly announce: Announce;
}

/** Stops what is named; the database last, since functions may still be talking to it. */
export async function stopServices(order: StopServicesOrder, names: readonly ServiceName[]): Promise<void> {
  const stop = async (name: ServiceName): Promise<void> => {
    const service = order.keeper.current().processes[name];
    if (service === undefined || !names.includes(name)) return;
    const outcome = await sayingThatItTakesTime(order.announce, serviceTitles[name], () =>
      stopOne(name, order.places, service),
    );
    await order.keeper.remember(name, undefined);
    order.announce(tell(name, outcome));
  };
  await Promise.all([stop('edge'), stop('ministack')]);
  await stop('postgres');
}

/** A person who sees nothing for half a minute presses Ctrl-C. */
async function sayingThatItTakesTime<T>(
  announce: Announce,
  title: string,
  work: () => Promise<T>,
): Promise<T> {
  const note = setTimeout(() => announce(`${title}: still saving, or waiting for what is under way`), 4_000);
  try {
    return await work();
  } finally {
    clearTimeout(note);
  }
}

async function stopOne(name: ServiceName, places: Places, process: ServiceProcess): Promise<StopOutcome> {
  switch (name) {
    case 'ministack':
      return stopMinistack(process);
    case 'postgres':
      return stopPostgres(places, process);
    case 'edge':
      return stopProcess({ process, signal: 'SIGTERM', patience: 10_000 });
  }
}

function tell(name: ServiceName, outcome: StopOutcome): string {
  const title = serviceTitles[name];
  if (outcome === 'stopped') return `${title}: stopped`;
  if (outcome === 'was gone') return `${title}: was not running any more`;
  const loss =
    name === 'ministack'
      ? ' What was deployed since its last clean stop is lost: the next up starts over.'
      : '';
  return `${title}: did not end in time and was killed.${loss}`;
}
