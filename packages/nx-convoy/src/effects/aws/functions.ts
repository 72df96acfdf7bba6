import { setTimeout as pause } from 'node:timers/promises';
import type { FunctionConfiguration, LambdaClient } from '@aws-sdk/client-lambda';
import type { LiveFunction } from '../../model/live-state';
import { providerFailed } from '../../model/provider-failed';
import type { Cloud } from '../ports';
import { aliasWeights } from './alias-weights';
import { orNull, traits, type Access, type Traits } from './access';
import { liveConfiguration } from './live-configuration';
import { once } from './once';

type Sdk = typeof import('@aws-sdk/client-lambda');
interface Lambda {
  readonly sdk: Sdk;
  readonly client: LambdaClient;
}
interface AliasMove {
  readonly name: string;
  readonly alias: string;
  readonly version: string;
}

/** How long an update of a function may take to settle (a function in a private network needs minutes). */
const SETTLE_MILLISECONDS = 5 * 60_000;
const POLL_MILLISECONDS = 500;

/** Lambda functions, their versions and aliases. */
export function createFunctions(
  access: Access,
): Pick<Cloud, 'function' | 'functionVersion' | 'publishVersion' | 'moveAlias'> {
  const load = once(async () => {
    const sdk = await import('@aws-sdk/client-lambda');
    return { sdk, client: new sdk.LambdaClient(await access.settings()) };
  });
  return {
    function: (name, alias) =>
      access.call(`read function ${name}`, async (abortSignal) => {
        const lambda = await load();
        const [configuration, target] = await Promise.all([
          readConfiguration(lambda, { FunctionName: name }, abortSignal),
          alias === null ? null : readAlias(lambda, name, alias, abortSignal),
        ]);
        return configuration === null ? null : liveFunction(name, configuration, target);
      }),
    functionVersion: (name, version) =>
      access.call(`read version ${version} of ${name}`, async (abortSignal) => {
        const question = { FunctionName: name, Qualifier: version };
        const found = await readConfiguration(await load(), question, abortSignal);
        return found === null ? null : { codeSha256: found.CodeSha256 ?? '', layers: layersOf(found) };
      }),
    publishVersion: (name) => publishVersion(access, load, name),
    moveAlias: (name, alias, version) => moveAlias(access, load, { name, alias, version }),
  };
}

function isAbsent(failure: Traits): boolean {
  return failure.name === 'ResourceNotFoundException';
}

function readConfiguration(
  { sdk, client }: Lambda,
  question: { FunctionName: string; Qualifier?: string },
  abortSignal: AbortSignal,
): Promise<FunctionConfiguration | null> {
  return orNull(client.send(new sdk.GetFunctionConfigurationCommand(question), { abortSignal }), isAbsent);
}

/** What the alias resolves to. The emulator lets an alias name a version that does not exist: then nothing is known of its code. */
async function readAlias(
  lambda: Lambda,
  name: string,
  alias: string,
  abortSignal: AbortSignal,
): Promise<LiveFunction['alias']> {
  const question = new lambda.sdk.GetAliasCommand({ FunctionName: name, Name: alias });
  const found = await orNull(lambda.client.send(question, { abortSignal }), isAbsent);
  if (found?.FunctionVersion === undefined) return null;
  const version = found.FunctionVersion;
  const target = await readConfiguration(lambda, { FunctionName: name, Qualifier: version }, abortSignal);
  return { name: alias, version, codeSha256: target?.CodeSha256 ?? '', ...aliasWeights(found) };
}

function liveFunction(
  name: string,
  found: FunctionConfiguration,
  alias: LiveFunction['alias'],
): LiveFunction {
  return {
    name,
    state: found.State ?? 'Active',
    lastUpdateStatus: found.LastUpdateStatus ?? 'Successful',
    runtime: found.Runtime ?? found.PackageType ?? '',
    codeSha256: found.CodeSha256 ?? '',
    layers: layersOf(found),
    configuration: liveConfiguration(name, found),
    alias,
  };
}

function layersOf({ Layers = [] }: FunctionConfiguration): string[] {
  return Layers.flatMap((layer) => (layer.Arn === undefined ? [] : [layer.Arn]));
}

/** Publishing while an update is under way makes a version of its own, so the update is waited out first. */
async function publishVersion(access: Access, load: () => Promise<Lambda>, name: string): Promise<string> {
  const lambda = await load();
  const settled = await settle(access, lambda, name);
  return access.call(`publish a version of ${name}`, async (abortSignal) => {
    // With the hash nothing but the code that was seen becomes a version.
    const { PublishVersionCommand } = lambda.sdk;
    const question = new PublishVersionCommand({ FunctionName: name, CodeSha256: settled.CodeSha256 });
    const { Version } = await lambda.client.send(question, { abortSignal });
    if (Version === undefined) throw new TypeError('no version in the answer');
    return Version;
  });
}

/** Not the SDK's waiters: these go on asking for minutes when they are refused. */
async function settle(access: Access, lambda: Lambda, name: string): Promise<FunctionConfiguration> {
  const what = `wait for the last update of ${name}`;
  const deadline = performance.now() + SETTLE_MILLISECONDS;
  while (performance.now() < deadline) {
    const found = await access.call(what, (abortSignal) =>
      readConfiguration(lambda, { FunctionName: name }, abortSignal),
    );
    if (found === null) throw providerFailed('AWS', what, new RangeError('there is no such function'));
    const { State = 'Active', LastUpdateStatus = 'Successful' } = found;
    if (State === 'Failed' || LastUpdateStatus === 'Failed')
      throw providerFailed(
        'AWS',
        what,
        new TypeError(found.StateReason ?? found.LastUpdateStatusReason ?? ''),
      );
    // An idle function is woken by its next call; for publishing it is at rest.
    if (State !== 'Pending' && LastUpdateStatus === 'Successful') return found;
    await pause(POLL_MILLISECONDS);
  }
  throw providerFailed('AWS', what, new TypeError('it did not settle in time'));
}

async function moveAlias(access: Access, load: () => Promise<Lambda>, move: AliasMove): Promise<void> {
  const lambda = await load();
  const { name, alias, version } = move;
  await access.call(`move alias ${alias} of ${name} to version ${version}`, async (abortSignal) => {
    const target = await readConfiguration(lambda, { FunctionName: name, Qualifier: version }, abortSignal);
    // AWS refuses an alias to nothing; the emulator does not.
    if (target === null) throw new RangeError(`there is no version ${version}`);
    const question = new lambda.sdk.GetAliasCommand({ FunctionName: name, Name: alias });
    const found = await orNull(lambda.client.send(question, { abortSignal }), isAbsent);
    if (found === null) await createAlias(lambda, move, abortSignal);
    else await updateAlias(lambda, move, { revision: found.RevisionId, abortSignal });
  });
}

async function createAlias(
  { sdk, client }: Lambda,
  move: AliasMove,
  abortSignal: AbortSignal,
): Promise<void> {
  const question = { FunctionName: move.name, Name: move.alias, FunctionVersion: move.version };
  try {
    await client.send(new sdk.CreateAliasCommand(question), { abortSignal });
  } catch (cause) {
    if (traits(cause).name !== 'ResourceConflictException') throw cause;
    await confirmMoved({ sdk, client }, move, { abortSignal, cause });
  }
}

async function updateAlias(
  lambda: Lambda,
  move: AliasMove,
  { revision, abortSignal }: { revision: string | undefined; abortSignal: AbortSignal },
): Promise<void> {
  const question = new lambda.sdk.UpdateAliasCommand({
    FunctionName: move.name,
    Name: move.alias,
    FunctionVersion: move.version,
    // A weight that somebody left would send part of the calls to another version.
    RoutingConfig: { AdditionalVersionWeights: {} },
    RevisionId: revision,
  });
  try {
    await lambda.client.send(question, { abortSignal });
  } catch (cause) {
    if (traits(cause).name !== 'PreconditionFailedException') throw cause;
    await confirmMoved(lambda, move, { abortSignal, cause });
  }
}

/** Refused: either somebody else was there, or the answer to our first attempt was lost. What counts is where the alias is now. */
async function confirmMoved(
  lambda: Lambda,
  move: AliasMove,
  { abortSignal, cause }: { abortSignal: AbortSignal; cause: unknown },
): Promise<void> {
  const now = await readAlias(lambda, move.name, move.alias, abortSignal);
  if (now?.version !== move.version) throw cause;
}
