import { environmentOf } from './component-entry';
import { unknownEnvironment } from './errors';
import type { EnvironmentDeclaration, Manifest } from './manifest';
import { nearest } from './nearest';

/** The environment that somebody named, open or closed; refuses one that is not in the manifest. `flag`: what was typed to name it. */
export function declaredEnvironment(manifest: Manifest, name: string, flag: string): EnvironmentDeclaration {
  const declaration = environmentOf(manifest, name);
  if (declaration !== null) return declaration;
  const known = Object.keys(manifest.environments);
  throw unknownEnvironment({ value: name, known, didYouMean: nearest(name, known) }, flag);
}
