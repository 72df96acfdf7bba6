import type { PageStep } from '../../model/page-declaration';
import type { Check } from '../../model/resolved-component';
import type { Order } from '../order';
import type { World } from '../world';
import { describeCheck } from './describe-check';
import { failed, inconclusive, passed, type Finding } from './finding';

/** At most so many errors of a page are told: one that is broken has hundreds. */
const MOST_ERRORS = 5;

type PageCheck = Check & { readonly kind: 'page' };

export async function checkPage(check: PageCheck, order: Order, world: World): Promise<Finding> {
  if (check.url.includes('{outputs.'))
    return inconclusive(`${check.url} is not known yet`, 'deploy the component that yields it');
  const { steps, missing } = filledSteps(check.steps, world);
  if (missing !== null) return inconclusive(`$${missing} is not set`, `export ${missing}=… and verify again`);
  const { component, run } = order;
  const outcome = await world.browser.visit({
    url: check.url,
    steps,
    wantsCleanConsole: check.ignoresConsole === null,
    picture: { run, name: `${component.name} ${describeCheck(check)}` },
  });
  switch (outcome.type) {
    case 'unavailable':
      return unavailable(check, outcome.message, outcome.remedy);
    case 'unreachable':
      return inconclusive(outcome.message, 'check the name and the network, then verify again');
    case 'visited': {
      const errors = check.ignoresConsole === null ? outcome.errors : [];
      const found = [...(outcome.trouble === null ? [] : [outcome.trouble]), ...sayErrors(errors)];
      if (found.length === 0) return passed(sayPassed(check, outcome.errors.length));
      const picture = outcome.picture === null ? [] : [`picture: ${outcome.picture}`];
      return failed([...found, ...picture].join('; '));
    }
  }
}

/** Where no browser is required its absence is told, and neither passes nor fails anything. */
function unavailable({ required }: PageCheck, message: string, remedy: string): Finding {
  const said = inconclusive(`browser check not run: ${message}`, remedy);
  return required ? said : { ...said, notRun: true };
}

function sayPassed({ steps, ignoresConsole }: PageCheck, errors: number): string {
  const seen = steps.filter((step) => 'see' in step).length;
  const things = seen === 0 ? 'it opened' : `${seen} ${seen === 1 ? 'thing' : 'things'} seen`;
  if (ignoresConsole === null) return `${things}, no console errors`;
  return `${things}, ${errors} console ${errors === 1 ? 'error' : 'errors'} ignored: ${ignoresConsole}`;
}

function sayErrors(errors: readonly string[]): string[] {
  const more = errors.length - MOST_ERRORS;
  return [
    ...errors.slice(0, MOST_ERRORS).map((error) => `console: ${error.slice(0, 300)}`),
    ...(more > 0 ? [`and ${more} more console errors`] : []),
  ];
}

function filledSteps(
  steps: readonly PageStep[],
  world: World,
): { readonly steps: PageStep[]; readonly missing: string | null } {
  let missing: string | null = null;
  const filled = steps.map((step) => {
    if (!('fill' in step) || !step.with.startsWith('$')) return step;
    const name = step.with.slice(1);
    const value = world.variable(name);
    if (value === undefined) missing ??= name;
    return { ...step, with: value ?? '' };
  });
  return { steps: filled, missing };
}
