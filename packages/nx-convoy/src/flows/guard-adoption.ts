import { adoptionRefusal, unadoptedComponents } from '../decide/guards/adoption-refusal';
import type { RunScene } from './guard-run';
import { readLive } from './read-live';
import type { World } from './world';

/** Refuses to deploy over an environment that is live and of which the ledger knows nothing. Asks the providers only where the ledger is empty. */
export async function guardAdoption(scene: RunScene, world: World): Promise<void> {
  const { environment, state, all } = scene;
  if (Object.keys(state.components).length > 0 || state.releases.length > 0) return;
  const found = await Promise.all(
    all.map(async ({ component, pin }) =>
      pin === null ? [] : [[component.name, await readLive(component, pin, world)] as const],
    ),
  );
  const facts = { environment, state, live: Object.fromEntries(found.flat()), adopt: world.flags.adopt };
  const refusal = adoptionRefusal(facts);
  if (refusal !== null) throw refusal;
  for (const name of unadoptedComponents(facts)) world.output.line(`${name}: taken over as it is`);
}
