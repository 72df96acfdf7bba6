import { fillName, openEnvironments } from '../environments';
import type { Manifest } from '../manifest';
import { slackHosts } from '../slack/slack-stand-in';

/** Where a host name leads inside the sandbox. */
export type Route =
  | { readonly to: 'pages' }
  | { readonly to: 'slack' }
  | { readonly to: 'stack'; readonly stack: string; readonly region: string }
  | { readonly to: 'api'; readonly id: string };
export type Routes = (host: string) => Route | undefined;

export interface RouteTable {
  readonly find: Routes;
  /** The names that the manifest gives, in its order. */
  readonly names: readonly string[];
}

const apiHost = /^([a-z0-9]+)\.execute-api\.(?:[a-z0-9-]+\.amazonaws\.com|localhost)$/;

/** The names that the sandbox answers for, read from the manifest: hosts of components, Pages projects, Slack, and every API gateway name. */
export function tabulateRoutes(manifest: Manifest): RouteTable {
  const named = new Map(hostsOf(manifest));
  const projects = projectsOf(manifest).map((project) => `${project}.pages.dev`);
  const find: Routes = (host) => {
    const route = named.get(host);
    if (route !== undefined) return route;
    if (slackHosts.includes(host)) return { to: 'slack' };
    if (projects.some((project) => host === project || host.endsWith(`.${project}`))) return { to: 'pages' };
    const id = apiHost.exec(host)?.[1];
    return id === undefined ? undefined : { to: 'api', id };
  };
  return { find, names: [...named.keys()] };
}

function hostsOf(manifest: Manifest): (readonly [string, Route])[] {
  const components = Object.values(manifest.repos).flatMap((repo) => Object.values(repo.components));
  return components.flatMap((component) =>
    openEnvironments(manifest).flatMap((environment): (readonly [string, Route])[] => {
      const host = component.values?.['host']?.[environment.name];
      const stack = component.observes?.stacks?.[0];
      if (host === undefined) return [];
      if (component.pages !== undefined) return [[host, { to: 'pages' }]];
      if (stack === undefined) return [];
      return [
        [host, { to: 'stack', stack: fillName(stack, component, environment), region: environment.region }],
      ];
    }),
  );
}

function projectsOf(manifest: Manifest): string[] {
  const components = Object.values(manifest.repos).flatMap((repo) => Object.values(repo.components));
  return [...new Set(components.flatMap((component) => component.pages?.project ?? []))];
}
