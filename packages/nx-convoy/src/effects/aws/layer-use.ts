import { setTimeout as pause } from 'node:timers/promises';
import type { FunctionConfiguration, LambdaClient } from '@aws-sdk/client-lambda';
import { isVersionOf } from '../../model/layer-arn';
import { providerFailed } from '../../model/provider-failed';
import type { LayerUser } from '../../model/layer-user';
import type { LayerUse } from '../layer-use-port';
import { orNull, type Access } from './access';
import { once } from './once';

type Sdk = typeof import('@aws-sdk/client-lambda');
interface Lambda {
  readonly sdk: Sdk;
  readonly client: LambdaClient;
}

const SETTLE_MILLISECONDS = 5 * 60_000;
const POLL_MILLISECONDS = 500;
const LATEST = '$LATEST';
/** Functions by the layers that they attach. */
export function createLayerUse(access: Access): LayerUse {
  const load = once(async () => {
    const sdk = await import('@aws-sdk/client-lambda');
    return { sdk, client: new sdk.LambdaClient(await access.settings()) };
  });
  return {
    layerUsers: async (layers, known) => {
      const lambda = await load();
      const all = await listVersions(lambda, access);
      const concerned = [...all].filter(
        ([name, versions]) => known.includes(name) || attachesOne(versions, layers),
      );
      const found: LayerUser[] = [];
      // One after the other: Lambda answers few questions a second, and few functions share a layer.
      for (const [name, versions] of concerned)
        found.push(
          await access.call(`list aliases of ${name}`, (signal) =>
            userOf(name, versions, { lambda, signal }),
          ),
        );
      return found.filter((user) => known.includes(user.function) || usesOne(user, layers));
    },
    setLayers: (name, layers) => setLayers(name, layers, { load, access }),
  };
}

/** Layers by version, `$LATEST` among them. */
type Versions = Map<string, string[]>;

/** Every version of every function in one listing: which of them an alias names is asked only where it matters. Each page has a time budget of its own. */
async function listVersions({ sdk, client }: Lambda, access: Access): Promise<Map<string, Versions>> {
  const found = new Map<string, Versions>();
  let marker: string | undefined;
  do {
    const question = new sdk.ListFunctionsCommand({ FunctionVersion: 'ALL', Marker: marker });
    const page = await access.call('list functions', (abortSignal) => client.send(question, { abortSignal }));
    for (const each of page.Functions ?? []) {
      const name = each.FunctionName ?? '';
      const versions: Versions = found.get(name) ?? new Map<string, string[]>();
      found.set(name, versions.set(each.Version ?? LATEST, arnsOf(each)));
    }
    marker = page.NextMarker;
  } while (marker !== undefined && marker !== '');
  return found;
}

interface Alias {
  readonly alias: string;
  readonly version: string;
}

async function listAliases(
  name: string,
  { sdk, client }: Lambda,
  abortSignal: AbortSignal,
): Promise<Alias[]> {
  const found: Alias[] = [];
  let marker: string | undefined;
  do {
    const question = new sdk.ListAliasesCommand({ FunctionName: name, Marker: marker });
    const page = await client.send(question, { abortSignal });
    for (const { Name: alias, FunctionVersion: version } of page.Aliases ?? [])
      if (alias !== undefined && version !== undefined) found.push({ alias, version });
    marker = page.NextMarker;
  } while (marker !== undefined && marker !== '');
  return found;
}

interface Asking {
  readonly lambda: Lambda;
  readonly signal: AbortSignal;
}

async function userOf(name: string, versions: Versions, { lambda, signal }: Asking): Promise<LayerUser> {
  const aliases = await listAliases(name, lambda, signal);
  const resolved = await Promise.all(
    aliases.map(async (each) => ({
      ...each,
      // The listing may leave out versions.
      layers: versions.get(each.version) ?? (await layersOf(name, each.version, { lambda, signal })),
    })),
  );
  return { function: name, layers: versions.get(LATEST) ?? [], aliases: resolved };
}

async function layersOf(
  name: string,
  version: string,
  { lambda: { sdk, client }, signal: abortSignal }: Asking,
): Promise<string[] | null> {
  const question = new sdk.GetFunctionConfigurationCommand({ FunctionName: name, Qualifier: version });
  const found = await orNull(
    client.send(question, { abortSignal }),
    (failure) => failure.name === 'ResourceNotFoundException',
  );
  return found === null ? null : arnsOf(found);
}

function attachesOne(versions: Versions, layers: readonly string[]): boolean {
  return [...versions.values()].flat().some((arn) => layers.some((layer) => isVersionOf(arn, layer)));
}

/** An old version that nobody calls does not count. */
function usesOne({ layers: own, aliases }: LayerUser, layers: readonly string[]): boolean {
  const all = [...own, ...aliases.flatMap((each) => each.layers ?? [])];
  return all.some((arn) => layers.some((layer) => isVersionOf(arn, layer)));
}

function arnsOf({ Layers = [] }: FunctionConfiguration): string[] {
  return Layers.flatMap((layer) => (layer.Arn === undefined ? [] : [layer.Arn]));
}

interface Setting {
  readonly load: () => Promise<Lambda>;
  readonly access: Access;
}

async function setLayers(name: string, layers: readonly string[], { load, access }: Setting): Promise<void> {
  const { sdk, client } = await load();
  await access.call(`set layers of ${name}`, async (abortSignal) => {
    const change = { FunctionName: name, Layers: [...layers] };
    await client.send(new sdk.UpdateFunctionConfigurationCommand(change), { abortSignal });
  });
  const polls = SETTLE_MILLISECONDS / POLL_MILLISECONDS;
  for (let poll = 0; poll < polls; poll += 1) {
    const state = await access.call(`read function ${name}`, (abortSignal) =>
      client.send(new sdk.GetFunctionConfigurationCommand({ FunctionName: name }), { abortSignal }),
    );
    if (state.LastUpdateStatus === 'Failed')
      throw providerFailed(
        'AWS',
        `set layers of ${name}`,
        new RangeError(state.LastUpdateStatusReason ?? 'failed'),
      );
    if (state.LastUpdateStatus !== 'InProgress' && state.State !== 'Pending') return;
    await pause(POLL_MILLISECONDS);
  }
  throw providerFailed(
    'AWS',
    `set layers of ${name}`,
    new RangeError('the update did not settle within 5 minutes'),
  );
}
