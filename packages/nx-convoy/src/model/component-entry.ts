import type { ComponentDeclaration, EnvironmentDeclaration, Manifest } from './manifest';

/** A component with the repository that it belongs to. */
export interface ComponentEntry {
  readonly name: string;
  readonly repo: string;
  readonly url: string;
  readonly declaration: ComponentDeclaration;
}

/** All components of the manifest, as written. */
export function componentEntries(manifest: Manifest): ComponentEntry[] {
  return Object.entries(manifest.repos).flatMap(([repo, { url, components }]) =>
    Object.entries(components).map(([name, declaration]) => ({ name, repo, url, declaration })),
  );
}

export function componentEntry(manifest: Manifest, name: string): ComponentEntry | null {
  return componentEntries(manifest).find((entry) => entry.name === name) ?? null;
}

export function environmentOf(manifest: Manifest, name: string): EnvironmentDeclaration | null {
  return Object.hasOwn(manifest.environments, name) ? (manifest.environments[name] ?? null) : null;
}

/** Whether the component exists in the environment. */
export function existsIn(entry: ComponentEntry, environment: string): boolean {
  return entry.declaration.environments?.includes(environment) ?? true;
}
