import type { ProjectConfiguration, TargetConfiguration } from '@nx/devkit';
import { componentEntries, existsIn, type ComponentEntry } from '../model/component-entry';
import { ENVIRONMENT_PROJECT } from '../model/environment-project';
import { liveVariable } from '../model/live-variable';
import type { Manifest } from '../model/manifest';
import { pinPath } from '../model/pin';
import { directDependents } from './dependents-of';

export const COMPONENTS_ROOT = 'components';

type Inputs = NonNullable<TargetConfiguration['inputs']>;

/**
 * The Nx projects of a manifest by their root: one a component, and one for environments as a whole. Inputs are always named, since the
 * default ones fail for a project without files.
 */
export function projectsOf(manifest: Manifest, nxMajor: number): Record<string, ProjectConfiguration> {
  const environments = Object.keys(manifest.environments);
  const components = componentEntries(manifest).map((entry): [string, ProjectConfiguration] => {
    const root = `${COMPONENTS_ROOT}/${entry.name}`;
    return [
      root,
      componentProject(entry, environments, {
        root,
        nxMajor,
        dependents: directDependents(manifest, entry.name),
      }),
    ];
  });
  return Object.fromEntries([[COMPONENTS_ROOT, environmentProject(environments)], ...components]);
}

/** Names of all components, each after everything that it depends on; otherwise in the order of the manifest. */
export function deployOrder(manifest: Manifest): string[] {
  const edges = new Map(
    componentEntries(manifest).map(({ name, declaration }) => [name, declaration.dependsOn ?? []]),
  );
  const order = new Set<string>();
  const visit = (name: string): void => {
    if (order.has(name)) return;
    for (const dependency of edges.get(name) ?? []) visit(dependency);
    order.add(name);
  };
  for (const name of edges.keys()) visit(name);
  return [...order];
}

interface Setting {
  readonly root: string;
  readonly nxMajor: number;
  readonly dependents: readonly string[];
}

function componentProject(
  entry: ComponentEntry,
  environments: readonly string[],
  setting: Setting,
): ProjectConfiguration {
  const { description, kind, dependsOn = [] } = entry.declaration;
  return {
    name: entry.name,
    root: setting.root,
    projectType: 'application',
    implicitDependencies: [...dependsOn],
    tags: [`repo:${entry.repo}`, ...(kind === undefined ? [] : [`kind:${kind}`])],
    metadata: {
      description: description ?? `${entry.name} of ${entry.repo}`,
      technologies: technologiesOf(entry),
    },
    targets: componentTargets(entry, environments, setting),
  };
}

function componentTargets(
  entry: ComponentEntry,
  environments: readonly string[],
  { nxMajor, dependents }: Setting,
): Record<string, TargetConfiguration> {
  const inputs = inputsOf(entry, nxMajor);
  const target = (verb: string, description: string, more: TargetConfiguration): TargetConfiguration => ({
    executor: `nx-convoy:${verb}`,
    cache: false,
    inputs,
    configurations: configurationsOf(environments),
    metadata: { description },
    ...more,
  });
  const { name } = entry;
  return {
    prepare: target(
      'prepare',
      `Fetch the pinned commit of ${name}, install its dependencies and build what is the same everywhere`,
      {},
    ),
    test: target('test', `Run the component's own tests at its pin; the result is kept for its tree`, {
      cache: true,
      inputs: testInputs(entry, environments),
      dependsOn: ['prepare'],
    }),
    deploy: target(
      'deploy',
      `Make the environment run the pin of ${name}, confirm it with the provider and verify it`,
      {
        dependsOn: ['^deploy', 'prepare'],
      },
    ),
    rollback: target(
      'rollback',
      `Take ${name} back to what it was in the last release; its dependents go first`,
      {
        dependsOn: dependents.length === 0 ? [] : [{ projects: [...dependents], target: 'rollback' }],
      },
    ),
    ...(entry.declaration.migrations === undefined
      ? {}
      : {
          try: target(
            'try',
            `Try the migrations of ${name} that the environment lacks on a throw-away database: up, down, up again`,
            {},
          ),
        }),
    ...(entry.declaration.connect === undefined
      ? {}
      : {
          sql: target('sql', `Ask the database of ${name}; writing needs --write --reason`, {
            dependsOn: ['prepare'],
          }),
        }),
    ...(entry.declaration.migrations?.instance === undefined
      ? {}
      : {
          restore: target(
            'restore',
            `Make a new database with the data of ${name} of an earlier time or snapshot; the live one is not touched`,
            {},
          ),
        }),
    ...((entry.declaration.alarms ?? []).length === 0
      ? {}
      : {
          alarms: target(
            'alarms',
            `Put the alarms of ${name} that are not as declared, and say how all are`,
            {},
          ),
        }),
    verify: target('verify', `Check what is live of ${name} against its pin; never deploys`, {
      cache: true,
      // The variable says all that a pass depends on; the others are there for `affected`.
      inputs: [pinsOf(entry), ownEntry(entry), { env: liveVariable(name) }],
      outputs: [],
    }),
    logs: target('logs', `Follow the logs of ${name}`, { continuous: true }),
    plan: target('plan', `Say what a deploy of ${name} would do and why; changes nothing`, {}),
    status: target('status', `Say what is live of ${name} and whether it is its pin`, {}),
    drift: target(
      'drift',
      `Say what differs of ${name}: live, declared, and against another environment`,
      {},
    ),
  };
}

function environmentProject(environments: readonly string[]): ProjectConfiguration {
  const target = (verb: string, description: string): TargetConfiguration => ({
    executor: `nx-convoy:environment-${verb}`,
    cache: false,
    inputs: ['{workspaceRoot}/repos.json', `{workspaceRoot}/${COMPONENTS_ROOT}/*/pins/*.json`],
    configurations: configurationsOf(environments),
    metadata: { description },
  });
  return {
    name: ENVIRONMENT_PROJECT,
    root: COMPONENTS_ROOT,
    projectType: 'application',
    metadata: { description: 'An environment as a whole: all components of repos.json' },
    targets: {
      status: target('status', 'Say what is live in the environment, component by component'),
      drift: target('drift', 'Say what differs in the environment, component by component'),
      plan: target('plan', 'Say what a deploy of everything would do and why; changes nothing'),
      logs: target('logs', 'Follow the logs of all components as one stream'),
      follow: target('follow', 'Deploy what is pushed to a branch, each time'),
      layers: target(
        'layers',
        'Say who uses shared layers in which version; with --align bring all to the newest',
      ),
      runtimes: target('runtimes', 'Say whether runtimes and packages are those that are allowed and agree'),
      edges: target('edges', 'Say what components refer to of each other that dependsOn does not know'),
      metrics: target(
        'metrics',
        'Say how often and how fast commits got there, what failed and when it was well again, from the ledger alone',
      ),
      unlock: target(
        'unlock',
        'Take the lock of the environment away from a run that is gone; needs --reason',
      ),
    },
  };
}

/** Every target knows every environment: one without the component ends as absent instead of running without a configuration. */
function configurationsOf(environments: readonly string[]): Record<string, object> {
  return Object.fromEntries(environments.map((name) => [name, {}]));
}

/** From Nx 24 on `affected` selects tasks by their inputs, so that the component's own entry is enough; before, only a whole file counts. */
function inputsOf(entry: ComponentEntry, nxMajor: number): Inputs {
  const manifest = nxMajor >= 24 ? ownEntry(entry) : '{workspaceRoot}/repos.json';
  return [pinsOf(entry), manifest];
}

function pinsOf({ name }: ComponentEntry): string {
  return `{workspaceRoot}/${COMPONENTS_ROOT}/${name}/pins/*.json`;
}

/** The tree of each pin, not its commit: tests of the same tree have the same result. */
function testInputs(entry: ComponentEntry, environments: readonly string[]): Inputs {
  const pins = environments
    .filter((environment) => existsIn(entry, environment))
    .map((environment) => ({
      json: `{workspaceRoot}/${pinPath(entry.name, environment)}`,
      fields: ['tree'],
    }));
  return [...pins, ownEntry(entry)];
}

function ownEntry(entry: ComponentEntry): Inputs[number] {
  return { json: '{workspaceRoot}/repos.json', fields: [`repos.${entry.repo}.components.${entry.name}`] };
}

function technologiesOf({ declaration }: ComponentEntry): string[] {
  const { observes, pages, migrations } = declaration;
  return [
    ...((observes?.stacks ?? []).length > 0 ? ['cloudformation'] : []),
    ...((observes?.functions ?? []).length > 0 ? ['aws-lambda'] : []),
    ...(migrations === undefined ? [] : ['sql']),
    ...(pages === undefined ? [] : ['cloudflare-pages']),
  ];
}
