/** Where a verb tells a person what it does: one line a call. */
export type Announce = (line: string) => void;
