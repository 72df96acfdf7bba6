import { DEPRECATED } from '../../model/lambda-runtimes';
import type { RuntimeFinding, RuntimeRules, RuntimeUse } from '../../model/runtimes-document';

const SOON_MILLISECONDS = 180 * 24 * 3_600_000;

/** What is wrong with the runtimes that files declare and functions have; `now` is ISO 8601. */
export function judgeRuntimes(
  uses: readonly RuntimeUse[],
  rules: RuntimeRules,
  now: string,
): RuntimeFinding[] {
  return uses.flatMap((use) => {
    const found = judge(use.runtime, rules, now);
    return found === null ? [] : [{ ...use, ...found }];
  });
}

function judge(
  runtime: string,
  { allowed, deprecated }: RuntimeRules,
  now: string,
): Pick<RuntimeFinding, 'class' | 'says'> | null {
  if (runtime.includes('${')) return { class: 'unknown', says: 'known after the deploy only' };
  if (allowed.length > 0 && !allowed.includes(runtime))
    return { class: 'bad', says: `not allowed: the manifest allows ${allowed.join(', ')}` };
  const date = deprecated[runtime] ?? DEPRECATED[runtime];
  if (date === undefined) return null;
  const left = Date.parse(date) - Date.parse(now);
  if (left <= 0) return { class: 'bad', says: `deprecated by AWS since ${date}` };
  return left > SOON_MILLISECONDS ? null : { class: 'note', says: `AWS will deprecate it on ${date}` };
}
