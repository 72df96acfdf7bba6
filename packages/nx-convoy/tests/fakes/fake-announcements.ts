import type { Announcement, AnnouncementOutcome, Announcements } from '../../src/effects/announcements-port';
import type { SlackDeclaration } from '../../src/model/announcement-declaration';

export interface FakeMessage extends Announcement {
  /** The channel; null: the webhook's own. */
  readonly to: string | null;
}

/**
 * A channel in memory.
 * - `set` names the variables that have a value; without one nothing is sent.
 * - `limits` tells the next calls to wait so many seconds: waited for once, up to 5 s, and no time passes.
 * - `refuse` makes the next message not be sent.
 */
export class FakeAnnouncements implements Announcements {
  readonly messages: FakeMessage[] = [];
  readonly set = new Set(['$SLACK_WEBHOOK_URL', '$SLACK_BOT_TOKEN']);
  readonly limits: number[] = [];
  private refusal: string | null = null;

  refuse(because: string): void {
    this.refusal = because;
  }

  async send(to: SlackDeclaration, message: Announcement): Promise<AnnouncementOutcome> {
    const reference = 'webhook' in to ? to.webhook : to.token;
    if (!this.set.has(reference)) return notSent(`${reference} is not set`);
    const [wait, again] = [this.limits.shift(), this.limits.length > 0];
    if (wait !== undefined && wait >= 5) return notSent(`Slack asks to wait ${wait} s`);
    if (wait !== undefined && again) {
      this.limits.shift();
      return notSent('Slack asks to wait again');
    }
    const because = this.refusal;
    this.refusal = null;
    if (because !== null) return notSent(because);
    if ('webhook' in to) {
      this.messages.push({ text: message.text, thread: null, to: null });
      return { type: 'sent', thread: null };
    }
    this.messages.push({ ...message, to: to.channel });
    return { type: 'sent', thread: `ts-${this.messages.length}` };
  }
}

function notSent(because: string): AnnouncementOutcome {
  return { type: 'not-sent', because };
}
