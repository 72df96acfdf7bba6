import type { Step } from '../../model/plan';
import type { AlignedFunction } from './plan-alignment';

/** What gives a function its new layers: set, then published for the aliases that callers use. */
export function forwardSteps({ function: name, aliases, to, what }: AlignedFunction): Step[] {
  const why = `${name}: ${what.join(', ')}`;
  const moves = aliases.map(({ name: alias, version }): Step => {
    const observed = { name, alias, layers: [] };
    const undo = version === null ? 'no way back: the alias is new' : `${alias} → ${version}`;
    return { type: 'move-alias', function: observed, alias, why: `callers use ${name}:${alias}`, undo };
  });
  return [{ type: 'set-layers', function: name, layers: to, why, undo: 'the layers before' }, ...moves];
}

/** Callers first, then the newest state. */
export function backwardSteps({ function: name, aliases, from }: AlignedFunction): Step[] {
  const known = aliases.flatMap(({ name: alias, version }) =>
    version === null ? [] : [{ function: name, alias, version }],
  );
  const undo = 'align again';
  const back = known.map(({ alias, version }) => `${alias} → ${version}`).join(', ');
  const moves: Step[] =
    known.length === 0 ? [] : [{ type: 'set-aliases', aliases: known, why: `${name}: ${back}`, undo }];
  const why = `${name}: back to the layers before`;
  return [...moves, { type: 'set-layers', function: name, layers: from, why, undo }];
}
