import { slackText } from './slack-text';

export interface StartFacts {
  readonly environment: string;
  readonly verb: 'deploy' | 'rollback';
  readonly run: string;
  readonly who: string;
  /** Components that were asked for by name; none: all of them. */
  readonly named: readonly string[];
  readonly reason: string | null;
}

/** That a run begins, in Slack's markup. */
export function startAnnouncement({ environment, verb, run, who, named, reason }: StartFacts): string {
  const what = named.length === 0 ? 'all components' : named.join(', ');
  return [
    `▶ *${slackText(environment)}*: ${verb} of ${slackText(what)} begins · ${slackText(who)} · run ${slackText(run)}`,
    ...(reason === null ? [] : [`why: ${slackText(reason)}`]),
  ].join('\n');
}
