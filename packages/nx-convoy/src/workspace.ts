import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { resolveComponent } from './decide/resolve-component';
import {
  manifestInvalid,
  manifestMissing,
  unknownComponent,
  missingConfiguration,
  pinMissing,
} from './model/errors';
import { loadManifest } from './model/load-manifest';
import type { EnvironmentDeclaration, Manifest } from './model/manifest';
import { pinPath, type Pin } from './model/pin';
import { parsePin } from './model/read-pin';
import type { ResolvedComponent } from './model/resolved-component';
import { componentEntry, existsIn } from './model/component-entry';
import { declaredEnvironment } from './model/declared-environment';
import { nearest } from './model/nearest';

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
  return declaredEnvironment(manifest, name, '--configuration');
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
  const repo = componentEntry(workspace.manifest, component)?.repo;
  return text === null ? null : parsePin(text, { path, component, environment, repo });
}

export async function requirePin(workspace: Workspace, component: string, environment: string): Promise<Pin> {
  const pin = await pinOrNull(workspace, component, environment);
  if (pin === null) throw pinMissing(component, environment);
  return pin;
}

/**
 * All components that must be verified before this one, with their pins: not only direct ones, so that nothing is deployed over a
 * pending change further down. Absent ones are left out; order passes through them.
 */
export async function dependenciesOf(
  workspace: Workspace,
  component: string,
  environment: string,
): Promise<{ name: string; pin: Pin | null }[]> {
  const { manifest } = workspace;
  const names = [...ancestorsOf(manifest, component)].filter((name) => {
    const entry = componentEntry(manifest, name);
    return entry !== null && existsIn(entry, environment);
  });
  return Promise.all(
    names.map(async (name) => ({ name, pin: await pinOrNull(workspace, name, environment) })),
  );
}

function ancestorsOf(manifest: Manifest, component: string, found = new Set<string>()): Set<string> {
  for (const name of componentEntry(manifest, component)?.declaration.dependsOn ?? []) {
    if (found.has(name)) continue;
    found.add(name);
    ancestorsOf(manifest, name, found);
  }
  return found;
}

async function readOrNull(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    if (typeof cause === 'object' && cause !== null && 'code' in cause && cause.code === 'ENOENT')
      return null;
    throw cause;
  }
}
