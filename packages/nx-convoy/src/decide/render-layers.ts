import { alignCommand } from './layers/align-command';
import type { AlignmentPlan } from './layers/plan-alignment';
import type { LayersDocument, SharedLayer } from '../model/layers-document';

/** Each shared layer with what the callers of each function get, then what is wrong. */
export function renderLayers({ environment, layers }: LayersDocument): string[] {
  const isWrong = layers.some((layer) => layer.trouble.length > 0);
  return [
    '',
    ...layers.flatMap(renderLayer),
    isWrong
      ? `shared layers differ\ngo on  ${alignCommand(environment, layers)}`
      : 'every shared layer is the same everywhere',
  ].flatMap((line) => line.split('\n'));
}

function renderLayer({ layer, newest, uses, trouble }: SharedLayer): string[] {
  const width = Math.max(0, ...uses.map((use) => use.function.length));
  const rows = uses.map((use) => {
    const mark = use.version === newest && use.exists ? '✔' : use.version === null || !use.exists ? '✘' : '–';
    const by = use.alias === null ? '' : ` by ${use.alias}`;
    return `  ${mark} ${use.function.padEnd(width)}  ${use.version ?? 'none'}${by}  ${use.component ?? 'not in repos.json'}`;
  });
  const count = uses.length === 0 ? ', nobody uses it' : '';
  return [`${layer}   newest ${newest ?? 'none'}${count}`, ...rows, ...trouble.map((line) => `    ${line}`)];
}

/** What an alignment does, before it does it. */
export function renderAlignment({ functions, foreign }: AlignmentPlan): string[] {
  const width = Math.max(0, ...functions.map((each) => each.function.length));
  return [
    '',
    ...functions.map(({ function: name, what, aliases, component, isForeign }) => {
      const moved = aliases.map((each) => each.name).join(' and ');
      const publish = moved === '' ? '' : `, published, ${moved} moved`;
      const owner = isForeign ? `not in repos.json, with the checks of ${component}` : component;
      return `  ${name.padEnd(width)}  ${what.join(', ')}${publish}  ${owner}`;
    }),
    ...foreign.map((name) => `  ${name}: not in repos.json, left alone (--include-foreign)`),
    functions.length === 0
      ? 'nothing to align'
      : `${functions.length} functions to align, verified one component after the other`,
  ];
}
