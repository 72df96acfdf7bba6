import type { CheckDeclaration } from './check-declaration';

/** The `$NAME` references that the steps of a page fill into fields. */
export function pageReferences(check: CheckDeclaration): string[] {
  if (!('page' in check)) return [];
  return (check.steps ?? []).flatMap((step) =>
    'fill' in step && step.with.startsWith('$') ? [step.with] : [],
  );
}
