import type { Order } from './order';

/** The command that goes on after the cause is mended: it does exactly what is missing. */
export function resumeCommand({ component, proven }: Order): string {
  // Only a way back has something that was proven before.
  if (proven !== null)
    return `mend the cause, then\nnpx nx run-many -t rollback --configuration=${component.environment}`;
  return [
    `mend the cause, re-pin ${component.name} if its repository changes, then`,
    `npx nx run-many -t deploy --configuration=${component.environment}`,
  ].join('\n');
}
