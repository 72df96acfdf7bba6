import type { Manifest } from '../model/manifest';

/** What a command that acts in the environment needs behind it, where somebody must say that it is meant. */
export function confirmWord({ environments }: Pick<Manifest, 'environments'>, environment: string): string {
  return environments[environment]?.protected === true ? ` --confirm=${environment}` : '';
}
