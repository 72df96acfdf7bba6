import type { LayerUseRow } from '../../model/layers-document';

/** Why a shared layer is not the same for all callers; empty: it is. */
export function layerTrouble(layer: string, uses: readonly LayerUseRow[]): string[] {
  const versions = [...new Set(uses.map((use) => use.version))];
  const differ = versions.length > 1;
  return [
    ...(differ ? [`${layer} differs: ${uses.map(sayUse).join(', ')}`] : []),
    ...uses.filter((use) => use.alias !== null && use.version !== use.newestState).map(sayBehind),
    ...uses.filter((use) => !use.exists).map((use) => `${sayUse(use)}, which does not exist any more`),
  ];
}

export function sayUse({ function: name, alias, version }: LayerUseRow): string {
  const callers = alias === null ? name : `${name}:${alias}`;
  return `${callers} has ${version === null ? 'none' : String(version)}`;
}

/** The layer was set and no version published: callers by the alias do not get it. */
function sayBehind(use: LayerUseRow): string {
  return `${sayUse(use)}, its newest state ${use.newestState === null ? 'none' : String(use.newestState)}: it was not published`;
}
