import { configPortrait } from '../decide/drift/config-portrait';
import { livePortrait } from '../decide/drift/live-portrait';
import type { Portrait, Trait } from '../decide/drift/portrait';
import { serverlessPortrait } from '../decide/drift/serverless-portrait';
import type { DeploymentFacts } from '../decide/facts';
import type { CommittedFile } from '../effects/ports';
import { componentEntry } from '../model/component-entry';
import { describeCheck } from './checks/describe-check';
import type { Order } from './order';
import type { World } from './world';

/** What one environment looks like for one component, under the names that all environments share: pin, configuration, live state, checks. Reads only. */
export async function environmentPortrait(
  order: Order,
  facts: DeploymentFacts,
  world: World,
): Promise<Portrait> {
  const { component, pin, manifest } = order;
  const declaration = componentEntry(manifest, component.name)?.declaration;
  if (declaration === undefined) throw new RangeError(`no component ${component.name} in the manifest`);
  const repo = { name: component.repo, url: component.url };
  const [files, services, contents] = await Promise.all([
    world.repos.sources(repo, pin.commit, { paths: ['.'], ends: ['.yml', '.yaml', '.json'] }),
    world.repos.sources(repo, pin.commit, {
      paths: component.paths,
      ends: ['/serverless.yml', '/serverless.yaml'],
    }),
    layerContents(facts, component.region, world),
  ]);
  return new Map<string, ReadonlyMap<string, Trait>>([
    ['pin', new Map([['pin', { text: pin.commit.slice(0, 7), identity: pin.tree }]])],
    ...configGroups(order, declaration.config?.files ?? [], files),
    ...serverlessGroups(order, services, files),
    ['live', livePortrait({ declaration, live: facts.live, contents })],
    ['checks', checkTraits(order, facts)],
  ]);
}

/** Named as they are declared, so that both environments' files stand side by side. */
function configGroups(
  { component }: Order,
  declared: readonly string[],
  files: readonly CommittedFile[],
): [string, Map<string, Trait>][] {
  return component.config.files.map(({ path, section }, index) => [
    declared[index] ?? path,
    configPortrait(textOf(files, path), section),
  ]);
}

function serverlessGroups(
  { component }: Order,
  services: readonly CommittedFile[],
  files: readonly CommittedFile[],
): [string, Map<string, Trait>][] {
  const { stage, region, account } = component;
  return services.map(({ path, text }) => {
    const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
    const file = (asked: string): string | null => textOf(files, asked);
    return [path, serverlessPortrait(text, { stage, region, account, folder, file })];
  });
}

function textOf(files: readonly CommittedFile[], path: string): string | null {
  return files.find((file) => file.path === path)?.text ?? null;
}

async function layerContents(
  { live }: DeploymentFacts,
  region: string,
  world: World,
): Promise<Map<string, string | null>> {
  const arns = [...new Set(live.functions.flatMap(({ layers }) => layers))];
  const contents = await Promise.all(arns.map((arn) => world.cloud(region).layerContent(arn)));
  return new Map(arns.map((arn, index) => [arn, contents[index] ?? null]));
}

/** What is asked, and what the last verification said. */
function checkTraits({ component }: Order, { record }: DeploymentFacts): Map<string, Trait> {
  const asked = component.checks.map((check, index): [string, Trait] => [
    `checks.${index + 1}`,
    { text: describeCheck(check) },
  ]);
  return new Map([...asked, ['checks.verdict', { text: record.last?.verdict ?? 'none' }]]);
}
