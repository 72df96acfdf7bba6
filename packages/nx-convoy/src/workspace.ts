import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { resolveComponent } from './decide/resolve-component';
import {
  manifestInvalid,
  manifestMissing,
  unknownComponent,
  unknownEnvironment,
  missingConfiguration,
} from './model/errors';
import { loadManifest } from './model/load-manifest';
import type { EnvironmentDeclaration, Manifest } from './model/manifest';
import { pinPath, type Pin } from './model/pin';
import { parsePin } from './model/read-pin';
import type { ResolvedComponent } from './model/resolved-component';
import { nearest } from './model/nearest';
import { pinMissing } from './model/errors';

/** The tracked files of the workspace, read and checked. */
export interface Workspace {
  readonly root: string;
  readonly manifest: Manifest;
}

export async function openWorkspace(root: string): Promise<Workspace> {
  const text = await readOrNull(join(root, 'repos.json'));
  if (text === null) throw manifestMissing();
  const loaded = loadManifest(text);
  if (loaded.type === 'invalid') throw manifestInvalid(loaded.problems.map((problem) => problem.text));
  return { root, manifest: loaded.manifest };
}

/** The environment that a configuration names. Nx ignores an unknown one silently, so it is refused here. */
export function environmentOf(manifest: Manifest, name: string | null | undefined): EnvironmentDeclaration {
  const known = Object.keys(manifest.environments);
  if (name === undefined || name === null || name === '') throw missingConfiguration(known);
  const found = manifest.environments[name];
  if (found === undefined) throw unknownEnvironment({ value: name, known, didYouMean: nearest(name, known) });
  return found;
}

/** Names of all components, in the order of the manifest. */
export function componentNames(manifest: Manifest): string[] {
  return Object.values(manifest.repos).flatMap((repo) => Object.keys(repo.components));
}

/** A component in an environment; null where the manifest says that it does not exist there. */
export function componentIn(manifest: Manifest, name: string, environment: string): ResolvedComponent | null {
  const known = componentNames(manifest);
  if (!known.includes(name)) throw unknownComponent({ value: name, known, didYouMean: nearest(name, known) });
  const resolved = resolveComponent(manifest, name, environment);
  return resolved.type === 'absent' ? null : resolved.component;
}

export async function pinOrNull(
  workspace: Workspace,
  component: string,
  environment: string,
): Promise<Pin | null> {
  const path = pinPath(component, environment);
  const text = await readOrNull(join(workspace.root, path));
  return text === null ? null : parsePin(text, { path, component, environment });
}

export async function requirePin(workspace: Workspace, component: string, environment: string): Promise<Pin> {
  const pin = await pinOrNull(workspace, component, environment);
  if (pin === null) throw pinMissing(component, environment);
  return pin;
}

/** Direct dependencies with their pins; order passes through those that are absent in the environment. */
export async function dependenciesOf(
  workspace: Workspace,
  component: string,
  environment: string,
): Promise<{ name: string; pin: Pin | null }[]> {
  const names = presentDependencies(workspace.manifest, component, environment, new Set());
  return Promise.all(
    [...names].map(async (name) => ({ name, pin: await pinOrNull(workspace, name, environment) })),
  );
}

function presentDependencies(
  manifest: Manifest,
  component: string,
  environment: string,
  seen: Set<string>,
): Set<string> {
  const declaration = Object.values(manifest.repos)
    .map((repo) => repo.components[component])
    .find((each) => each !== undefined);
  const found = new Set<string>();
  for (const name of declaration?.dependsOn ?? []) {
    if (seen.has(name)) continue;
    seen.add(name);
    if (componentIn(manifest, name, environment) !== null) found.add(name);
    else for (const further of presentDependencies(manifest, name, environment, seen)) found.add(further);
  }
  return found;
}

async function readOrNull(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return null;
    throw cause;
  }
}
