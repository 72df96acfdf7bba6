import { resolveComponent } from '../decide/resolve-component';
import { componentEntry } from '../model/component-entry';
import type { Manifest } from '../model/manifest';
import type { Order } from './order';
import type { PromotedPin, Promotion } from './promotion';
import { prepare } from './prepare';
import { test } from './test';
import type { World } from './world';

/** What would be tested, and what says neither how nor that there is nothing to test. Runs nothing. */
export function testsOfPromotion(
  { pins }: Pick<Promotion, 'pins'>,
  manifest: Manifest,
): { readonly tested: readonly string[]; readonly undeclared: readonly string[] } {
  const declared = pins.map(({ component }) => ({
    component,
    test: componentEntry(manifest, component)?.declaration.test,
  }));
  return {
    tested: declared.flatMap(({ component, test }) =>
      test === undefined || test === false ? [] : [component],
    ),
    undeclared: declared.flatMap(({ component, test }) =>
      test === undefined
        ? [
            `${component} has no tests: name them in repos.json ("test"), or say that there are none ("test": false)`,
          ]
        : [],
    ),
  };
}

/** Runs each component's own tests at the tree that it is to have. Answers what is red. */
export async function tryPromotion(
  { pins, to }: Promotion,
  manifest: Manifest,
  world: World,
): Promise<string[]> {
  const { tested } = testsOfPromotion({ pins }, manifest);
  const trials = pins.filter(({ component }) => tested.includes(component));
  const tried = await Promise.all(trials.map((each) => tryPin(each, { manifest, to }, world)));
  return tried.flatMap((each) => each ?? []);
}

async function tryPin(
  { component: name, pin }: PromotedPin,
  { manifest, to }: { manifest: Manifest; to: string },
  world: World,
): Promise<string | null> {
  const resolved = resolveComponent(manifest, name, to);
  if (resolved.type === 'absent') return null;
  const order: Order = {
    run: 'promotion',
    component: resolved.component,
    pin,
    manifest,
    elsewhere: [],
    source: null,
    overwritesSource: false,
    proven: null,
    alarmsBefore: null,
    series: null,
    dependencies: [],
  };
  const prepared = await prepare(order, world);
  if (prepared.type === 'interrupted') return `${name}: interrupted`;
  if (prepared.type === 'failed')
    return `${name} could not be prepared: ${prepared.step}: ${prepared.message}`;
  const { success, summary } = await test(order, world);
  world.output.line(`${name}: ${summary}`);
  return success ? null : `${name}: ${summary}`;
}
