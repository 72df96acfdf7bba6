import type { SlackDeclaration } from '../model/announcement-declaration';

export interface Announcement {
  /** In Slack's markup. */
  readonly text: string;
  /** The message that it belongs to; null: it stands alone. */
  readonly thread: string | null;
}

export type AnnouncementOutcome =
  /** `thread`: what a later message names to belong to this one; null: it cannot. */
  | { readonly type: 'sent'; readonly thread: string | null }
  /** In a person's words, without any secret. */
  | { readonly type: 'not-sent'; readonly because: string };

/** Where a run tells that it begins and how it ended. Never throws, and takes 5 s at most: a deploy does not depend on it. */
export interface Announcements {
  /** Sends one message. Told to wait, it does so once, where the time suffices. */
  send(to: SlackDeclaration, message: Announcement): Promise<AnnouncementOutcome>;
}
