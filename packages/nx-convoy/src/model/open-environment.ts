import { declaredEnvironment } from './declared-environment';
import { environmentClosed } from './errors';
import type { EnvironmentDeclaration, Manifest } from './manifest';

/** The environment that somebody named; refuses one that is not in the manifest, or closed. `flag`: what was typed to name it. */
export function openEnvironment(manifest: Manifest, name: string, flag: string): EnvironmentDeclaration {
  const declaration = declaredEnvironment(manifest, name, flag);
  if (declaration.closed !== undefined) throw environmentClosed(name, declaration.closed);
  return declaration;
}
