import type { CoordinationError } from '../model/coordination-error';
import { guardMissing } from '../model/errors';
import type { EnvironmentDeclaration } from '../model/manifest';

/** Refuses to deploy where the manifest promises a guard that does not exist yet: a promise that is not kept is worse than none. */
export function guardRefusal(name: string, environment: EnvironmentDeclaration): CoordinationError | null {
  if (environment.protected === true) return guardMissing(name, '"protected"');
  if ((environment.windows ?? []).length > 0) return guardMissing(name, '"windows"');
  return null;
}
