import type { LiveConfiguration, LiveFunction } from '../../model/live-state';
import { changed, plainChange, type Change } from './changed';

/** What differs in the settings and variables of a function. Of a receipt from before these were read nothing is known. */
export function configurationDrift(what: string, before: LiveFunction, now: LiveFunction): Change[] {
  if (before.configuration === undefined || now.configuration === undefined) return [];
  const [was, is] = [before.configuration, now.configuration];
  const settings = namesOf(was.settings, is.settings).flatMap((name) =>
    changed(`${what} has ${name}`, [was.settings[name] ?? 'none', is.settings[name] ?? 'none']),
  );
  return [...settings, ...variableDrift(what, was, is)];
}

/** Only the names are told: a value may be a secret. */
function variableDrift(what: string, was: LiveConfiguration, is: LiveConfiguration): Change[] {
  const [before, now] = [digests(was), digests(is)];
  return namesOf(before, now).flatMap((name) => {
    if (before[name] === now[name]) return [];
    if (before[name] === undefined) return [plainChange(`${what} has a variable ${name}, and had none`)];
    if (now[name] === undefined) return [plainChange(`${what} no longer has variable ${name}`)];
    return [plainChange(`variable ${name} of ${what} has another value`)];
  });
}

function digests({ variables }: LiveConfiguration): Record<string, string> {
  return Object.fromEntries(variables.map(({ variable, digest }) => [variable, digest]));
}

function namesOf(...records: readonly Readonly<Record<string, string>>[]): string[] {
  return [...new Set(records.flatMap((each) => Object.keys(each)))].sort();
}
