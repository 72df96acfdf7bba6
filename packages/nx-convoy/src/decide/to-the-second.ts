/** An ISO time for a person: milliseconds tell nothing and cost room. */
export function toTheSecond(time: string): string {
  return time.replace(/\.\d+/, '');
}
