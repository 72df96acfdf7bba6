import type { CloudOptions } from './cloud';
import type { Logs } from '../logs-port';
import { createAccess, orNull } from './access';
import { once } from './once';

/** CloudWatch Logs in one region. Read by filter, page by page: a live tail does not survive its session, and starts nowhere but now. */
export function createLogs(options: CloudOptions): Logs {
  const access = createAccess(options);
  const load = once(async () => {
    const sdk = await import('@aws-sdk/client-cloudwatch-logs');
    return { sdk, client: new sdk.CloudWatchLogsClient(await access.settings()) };
  });
  return {
    events: (group, { since, pattern, page }) =>
      access.call(`read log group ${group}`, async (abortSignal) => {
        const { sdk, client } = await load();
        const question = new sdk.FilterLogEventsCommand({
          logGroupName: group,
          startTime: Math.max(0, Math.floor(since)),
          ...(pattern === null ? {} : { filterPattern: pattern }),
          ...(page === null ? {} : { nextToken: page }),
        });
        const answer = await orNull(
          client.send(question, { abortSignal }),
          (failure) => failure.name === 'ResourceNotFoundException',
        );
        const events = (answer?.events ?? []).map((event) => ({
          id: event.eventId ?? '',
          stream: event.logStreamName ?? '',
          at: event.timestamp ?? 0,
          message: event.message ?? '',
        }));
        return { events, next: answer?.nextToken ?? null };
      }),
  };
}
