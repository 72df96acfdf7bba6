import type { Component, Manifest } from './manifest';
import { SandboxError } from './sandbox-error';

/** An environment that the sandbox has: a region and a database of its own. */
export interface Environment {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly database: string;
  /** Where the templates of stacks are kept; null: the manifest names none. */
  readonly bucket: string | null;
}

/** The environments that are open and have a database; a closed one has no place in the sandbox either. */
export function openEnvironments(manifest: Manifest): Environment[] {
  return Object.entries(manifest.environments).flatMap(([name, declared]) => {
    const { account, region, database, bucket = null, closed } = declared;
    return closed !== undefined || database === undefined
      ? []
      : [{ name, account, region, database, bucket }];
  });
}

/** The one account of the sandbox. */
export function accountOf(environments: readonly Environment[]): string {
  const accounts = new Set(environments.map((environment) => environment.account));
  const [account] = accounts;
  if (account !== undefined && accounts.size === 1) return account;
  throw new SandboxError(
    `The open environments name ${accounts.size} accounts; the sandbox has one.`,
    'Give the open environments of repos.json the same account.',
  );
}

/** A name of the manifest with its placeholders filled in for one environment. */
export function fillName(template: string, component: Component, environment: Environment): string {
  return template
    .replaceAll('{environment}', environment.name)
    .replaceAll('{stage}', component.stage?.[environment.name] ?? environment.name)
    .replaceAll('{region}', environment.region);
}
