const MILLISECONDS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** What a duration looks like: a whole number and s, m, h or d. */
export const DURATION_PATTERN = /^[1-9]\d*[smhd]$/;

/** Milliseconds of a duration such as `90s`, `10m`, `12h` or `7d`; null: it is none. */
export function parseDuration(text: string): number | null {
  if (!DURATION_PATTERN.test(text)) return null;
  const unit = text.slice(-1) as keyof typeof MILLISECONDS;
  return Number(text.slice(0, -1)) * MILLISECONDS[unit];
}
