import { declaredRuntimes, RUNTIME_FILES } from '../decide/consistency/declared-runtimes';
import { judgePackages } from '../decide/consistency/judge-packages';
import { judgeRuntimes } from '../decide/consistency/judge-runtimes';
import { PACKAGE_FILES, packageVersions } from '../decide/consistency/package-versions';
import type { Manifest } from '../model/manifest';
import type { PackageUse, RuntimesDocument, RuntimeUse } from '../model/runtimes-document';
import type { PinnedComponent } from './guard-run';
import type { World } from './world';

export interface RuntimesQuestion {
  readonly environment: string;
  readonly manifest: Manifest;
  readonly components: readonly PinnedComponent[];
}

/** Reads which runtimes and packages the pinned files declare and the live functions have, and compares them with the manifest's rules. */
export async function runtimesOf(question: RuntimesQuestion, world: World): Promise<RuntimesDocument> {
  const { environment, manifest, components } = question;
  const names = manifest.packages?.agree ?? [];
  const found = await Promise.all(components.map((each) => usesOf(each, names, world)));
  const runtimes = found.flatMap((each) => each.runtimes);
  const packages = found.flatMap((each) => each.packages);
  const { allowed = [], deprecated = {} } = manifest.runtimes ?? {};
  return {
    environment,
    world: world.name,
    runtimes,
    packages,
    findings: judgeRuntimes(runtimes, { allowed, deprecated }, world.clock.now()),
    disagreements: judgePackages(packages),
  };
}

interface Uses {
  readonly runtimes: readonly RuntimeUse[];
  readonly packages: readonly PackageUse[];
}

async function usesOf(pinned: PinnedComponent, names: readonly string[], world: World): Promise<Uses> {
  const [declared, live] = await Promise.all([filesOf(pinned, names, world), liveRuntimes(pinned, world)]);
  return { ...declared, runtimes: [...declared.runtimes, ...live] };
}

async function filesOf(
  { component, pin }: PinnedComponent,
  names: readonly string[],
  world: World,
): Promise<Uses> {
  if (pin === null) return { runtimes: [], packages: [] };
  const repo = { name: component.repo, url: component.url };
  await world.repos.ensure(repo, pin.commit);
  const wanted = { paths: component.paths, ends: [...RUNTIME_FILES, ...PACKAGE_FILES] };
  const files = await world.repos.sources(repo, pin.commit, wanted);
  const ending = (ends: readonly string[]) =>
    files.filter(({ path }) => ends.some((end) => `/${path}`.endsWith(end)));
  return {
    runtimes: declaredRuntimes(ending(RUNTIME_FILES)).map(({ file, line, of, runtime }) => ({
      component: component.name,
      where: `${file}:${line} (${of})`,
      runtime,
    })),
    packages: packageVersions(ending(PACKAGE_FILES), names).map((each) => ({
      component: component.name,
      ...each,
    })),
  };
}

async function liveRuntimes({ component }: PinnedComponent, world: World): Promise<RuntimeUse[]> {
  const cloud = world.cloud(component.region);
  const found = await Promise.all(component.observes.functions.map(({ name }) => cloud.function(name, null)));
  return found.flatMap((live) =>
    live === null
      ? []
      : [{ component: component.name, where: `live function ${live.name}`, runtime: live.runtime }],
  );
}
