import type { LiveFunction, LiveSchema, LiveState } from '../../model/live-state';
import type { ComponentDeclaration } from '../../model/manifest';
import type { Trait } from './portrait';

export interface LiveScene {
  /** Names with their placeholders, as both environments have them. */
  readonly declaration: ComponentDeclaration;
  readonly live: LiveState;
  /** Digest of what a layer version holds, by its ARN; null: there is none. */
  readonly contents: ReadonlyMap<string, string | null>;
}

/** What the providers report of a component, under the names that all environments share. Versions and ids of one environment mean nothing in another. */
export function livePortrait({ declaration, live, contents }: LiveScene): Map<string, Trait> {
  const { stacks = [], functions = [] } = declaration.observes ?? {};
  const traits: [string, Trait][] = [
    ...stacks.map((name, index): [string, Trait] => [
      `live.${name}.status`,
      statusTrait(live.stacks[index]?.status ?? 'ABSENT'),
    ]),
    ...functions.flatMap(({ name }, index) =>
      functionTraits(`live.${name}`, live.functions[index], contents),
    ),
    ...schemaTraits(live.schema),
  ];
  return new Map(traits);
}

/** A stack that was never updated is as good as one that was. */
function statusTrait(status: string): Trait {
  return { text: status, identity: status === 'CREATE_COMPLETE' ? 'UPDATE_COMPLETE' : status };
}

function functionTraits(
  path: string,
  found: LiveFunction | undefined,
  contents: LiveScene['contents'],
): [string, Trait][] {
  if (found === undefined || found.state === 'Absent') return [[`${path}.state`, { text: 'Absent' }]];
  const code = found.alias?.codeSha256 ?? found.codeSha256;
  const { settings = {}, variables = [] } = found.configuration ?? {};
  return [
    [`${path}.state`, { text: found.state === 'Inactive' ? 'Active' : found.state }],
    [`${path}.runtime`, { text: found.runtime }],
    [`${path}.code`, { text: code.slice(0, 8), identity: code }],
    ...Object.entries(settings).map(([name, text]): [string, Trait] => [`${path}.${name}`, { text }]),
    // Whether it is there; its value is compared in the serverless.yml.
    ...variables.map(({ variable }): [string, Trait] => [`${path}.variables.${variable}`, { text: 'set' }]),
    ...found.layers.map((arn, index): [string, Trait] => [
      `${path}.layers.${index}`,
      layerTrait(arn, contents.get(arn) ?? null),
    ]),
  ];
}

/** `arn:aws:lambda:<region>:<account>:layer:<name>:<version>`: numbers are counted by region, so what is in it decides. */
function layerTrait(arn: string, content: string | null): Trait {
  const text = arn.split(':').slice(-2).join(':');
  return content === null
    ? { text, unknown: 'what is in the layer cannot be told' }
    : { text, identity: content };
}

function schemaTraits(schema: LiveSchema | null): [string, Trait][] {
  if (schema === null) return [];
  return [
    ['live.schema.version', { text: String(schema.version) }],
    ...schema.migrations.map(({ version, name, checksum }): [string, Trait] => [
      `live.schema.migrations.${version}`,
      { text: `${name} (${checksum.slice(0, 7)})`, identity: `${name} ${checksum}` },
    ]),
  ];
}
