import type { Manifest } from '../model/manifest';

/** All environments, each after the one that it is promoted from; otherwise in the order of the manifest. */
export function promotionOrder({ environments }: Manifest): string[] {
  const order = new Set<string>();
  const visit = (name: string, after: readonly string[]): void => {
    const from = environments[name]?.promotesFrom;
    if (from !== undefined && !after.includes(from)) visit(from, [...after, name]);
    order.add(name);
  };
  for (const name of Object.keys(environments)) visit(name, []);
  return [...order];
}
