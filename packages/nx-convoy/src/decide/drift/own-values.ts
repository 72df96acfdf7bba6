import { componentEntries, environmentOf } from '../../model/component-entry';
import type { Manifest } from '../../model/manifest';
import { BUILT_IN_PLACEHOLDERS, placeholderValue, STEADY_PLACEHOLDERS } from '../../model/placeholders';

/** What the manifest calls one thing in two environments: `us-east-2` here is `us-east-1` there. */
export interface OwnValue {
  /** The placeholder: `region`. */
  readonly name: string;
  readonly here: string;
  readonly there: string;
}

/** Every value that the manifest gives both environments, of any component: one may name the stage or host of another. */
export function ownValues(manifest: Manifest, here: string, there: string): OwnValue[] {
  const places = [here, there].map((environment) => {
    const declaration = environmentOf(manifest, environment);
    if (declaration === null) throw new RangeError(`no environment ${environment} in the manifest`);
    return { environment, declaration };
  });
  const found = componentEntries(manifest).flatMap((entry) => {
    const names = BUILT_IN_PLACEHOLDERS.filter((name) => !STEADY_PLACEHOLDERS.includes(name));
    return [...names, ...Object.keys(entry.declaration.values ?? {})].flatMap((name) => {
      const [left, right] = places.map((place) => placeholderValue(name, entry, place));
      return left === undefined || right === undefined || left === right
        ? []
        : [{ name, here: left, there: right }];
    });
  });
  const distinct = new Map(found.map((each) => [`${each.here}\n${each.there}`, each]));
  return [...distinct.values()];
}
