import type { Check } from '../model/resolved-component';
import { isBug } from '../model/is-bug';
import type { CheckResult } from '../model/verdict';
import { askCheck } from './checks/ask-check';
import { describeCheck } from './checks/describe-check';
import type { Finding } from './checks/finding';
import { hotfixIsHere } from './checks/hotfix-is-here';
import type { Order } from './order';
import type { OutputValues } from './outputs';
import { hotfixBranch } from '../decide/hotfix-branch';
import { substituteOutputs } from '../decide/resolve-component';
import type { World } from './world';

/** How long an answer may take to become the wanted one before it is a verdict, where the check says nothing else. */
const BUDGET_SECONDS = 30;
const PAUSE_MILLISECONDS = 1_000;

/** Runs all checks of a component side by side, each again and again within the budget until it passes. */
export function verifyLive(order: Order, outputs: OutputValues, world: World): Promise<CheckResult[]> {
  return Promise.all(
    order.component.checks.map((check) => runCheck(substituteOutputs(check, outputs), order, world)),
  );
}

async function runCheck(check: Check, order: Order, world: World): Promise<CheckResult> {
  const began = Date.parse(world.clock.now());
  const budget = (check.withinSeconds ?? BUDGET_SECONDS) * 1000;
  const elapsed = (): number => Date.parse(world.clock.now()) - began;
  for (;;) {
    const finding = await askSafely(check, order, world);
    if (
      finding.verdict === 'passed' ||
      finding.notRun === true ||
      world.interrupted() ||
      isAskedOnce(check) ||
      elapsed() + PAUSE_MILLISECONDS > budget
    ) {
      const optional = check.optional === true ? { optional: true } : {};
      return { name: describeCheck(check), milliseconds: elapsed(), ...finding, ...optional };
    }
    await world.clock.pause(PAUSE_MILLISECONDS);
  }
}

/** A provider that cannot be asked leaves the check inconclusive, with its cause in words. */
async function askSafely(check: Check, order: Order, world: World): Promise<Finding> {
  try {
    const { hotfix } = check;
    if (hotfix !== undefined && !(await hotfixIsHere(hotfix, order, world))) return notHere(hotfix, order);
    return await askCheck(check, order, world);
  } catch (cause) {
    if (isBug(cause)) throw cause;
    const message = cause instanceof Error ? cause.message : String(cause);
    return { verdict: 'inconclusive', evidence: message, remedy: 'verify again when the provider answers' };
  }
}

function notHere(hotfix: string, { pin }: Order): Finding {
  return {
    verdict: 'inconclusive',
    evidence: `${hotfixBranch(hotfix)} is not in ${pin.commit.slice(0, 7)}`,
    notRun: true,
  };
}

/** A command knows itself how long it waits; an alarm looks at minutes, so that it is no other one seconds later. */
function isAskedOnce({ kind }: Check): boolean {
  return kind === 'run' || kind === 'alarms';
}
