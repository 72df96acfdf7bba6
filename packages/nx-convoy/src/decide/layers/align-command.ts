import type { SharedLayer } from '../../model/layers-document';

/** What to type so that all callers of the layers get one version; functions that no component has are changed only where that is said. */
export function alignCommand(environment: string, layers: readonly SharedLayer[]): string {
  const wrong = layers.filter((layer) => layer.trouble.length > 0);
  const isForeign = wrong.some(({ newest, uses }) =>
    uses.some((use) => use.component === null && use.version !== newest),
  );
  return `npx nx run convoy:layers:${environment} --align${isForeign ? ' --include-foreign' : ''}`;
}
