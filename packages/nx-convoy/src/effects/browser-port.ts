import type { PageStep } from '../model/page-declaration';

export interface PageVisit {
  readonly url: string;
  /** With every reference filled in. */
  readonly steps: readonly PageStep[];
  /** Whether errors in the console are trouble, so that they are worth a picture. */
  readonly wantsCleanConsole: boolean;
  /** Names the picture that is kept of a page that is not as it should be. */
  readonly picture: { readonly run: string; readonly name: string };
}

export type PageOutcome =
  | {
      readonly type: 'visited';
      /** The step that did not come about, or why the page did not open; null: all was seen. */
      readonly trouble: string | null;
      /** Errors in the console, exceptions that nobody caught, and requests that failed. */
      readonly errors: readonly string[];
      /** Path in the workspace of the picture; null: none was needed. Fields are blacked out. */
      readonly picture: string | null;
    }
  /** The name does not resolve, or there is no network. */
  | { readonly type: 'unreachable'; readonly message: string }
  /** There is no browser, or it does not start. */
  | { readonly type: 'unavailable'; readonly message: string; readonly remedy: string };

/** A real browser, without a window. It runs only while pages are visited. */
export interface Browser {
  visit(visit: PageVisit): Promise<PageOutcome>;
}
