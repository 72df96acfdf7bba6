import type { CloudOptions } from '../effects/aws/cloud';
import type { KnownServer } from '../effects/postgres/scratch-databases';
import type { WebOptions } from '../effects/web/web';
import type { EnvironmentDeclaration } from '../model/manifest';
import type { ResolvedComponent } from '../model/resolved-component';

export type Variables = Readonly<Record<string, string | undefined>>;

/** A child process that is about to start: whose it is, and what for. `prepare` never sees cloud credentials. */
export interface Child {
  readonly component: ResolvedComponent;
  readonly purpose: 'prepare' | 'deploy';
  readonly environment: EnvironmentDeclaration | undefined;
  readonly run: string;
}

/** What differs between the worlds: addresses, credentials, and what a child may see. */
export interface Place {
  readonly gitRewrites: Readonly<Record<string, string>>;
  readonly gitEnvironment: Readonly<Record<string, string>>;
  /** null: the workspace's own remote. */
  readonly ledgerRemote: string | null;
  readonly pagesEndpoint: string | null;
  readonly web: WebOptions;
  /** A PostgreSQL server that throw-away databases may be made on; null: none is known. */
  readonly scratch: KnownServer | null;
  cloud(environment: EnvironmentDeclaration | undefined, run: string): Omit<CloudOptions, 'region'>;
  readonly variable: (name: string) => string | undefined;
  /** Values that must never be seen in output; asked again for each command. */
  secrets(): readonly string[];
  childEnvironment(child: Child): Promise<Record<string, string>>;
}

/** A file that is always empty, for programs that would else read a person's own settings. */
export const NOWHERE = '/dev/null';

/** Variables every child gets: where programs are, whose home it is, how text is written. */
export const COMMON = ['PATH', 'HOME', 'USER', 'LOGNAME', 'TMPDIR', 'LANG', 'LC_ALL', 'TZ', 'TERM', 'SHELL'];

/** How package managers reach their registries; only `prepare` gets these. */
export const PACKAGE_MANAGERS =
  /^(npm_config_(?!.*(_auth|_password|token))|PIP_|NODE_EXTRA_CA_CERTS$|SSL_CERT_(FILE|DIR)$|REQUESTS_CA_BUNDLE$|(https?|no)_proxy$)/i;

export function picked(variables: Variables, wanted: (name: string) => boolean): Record<string, string> {
  return Object.fromEntries(
    Object.entries(variables).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && wanted(entry[0]),
    ),
  );
}

export function regionOf(component: ResolvedComponent): Record<string, string> {
  return { AWS_REGION: component.region, AWS_DEFAULT_REGION: component.region };
}
