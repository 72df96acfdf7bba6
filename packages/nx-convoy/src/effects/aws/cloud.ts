import type { NodeHttpHandler } from '@smithy/node-http-handler';
import type { Cloud } from '../ports';
import { createAccess } from './access';
import { loadCloudFormation } from './cloud-formation';
import { createFunctions } from './functions';
import { createIdentity } from './identity';
import { createInvoke } from './invoke';
import { createLayerUse } from './layer-use';
import { createLayers } from './layers';
import { createObjects } from './objects';
import { createParameters } from './parameters';
import { createStackChanges } from './stack-changes';
import { createStackSource } from './stack-source';
import { createStacks } from './stacks';

export interface CloudOptions {
  readonly region: string;
  /** Where every call goes instead of AWS: the sandbox alone has one. */
  readonly endpoint: string | null;
  /** null: the SDK's default chain, with the profile and role below. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string } | null;
  readonly profile: string | null;
  /** ARN of a role to assume. */
  readonly role: string | null;
  /** Name of the session in which the role is assumed: the run, so that CloudTrail can tell. */
  readonly session: string;
  /** Instead of the SDK's own way to HTTP. */
  readonly requestHandler?: NodeHttpHandler;
  /** How long one question may take, retries included; 60 s. */
  readonly budgetMilliseconds?: number;
}

/** AWS in one region. The SDK is loaded at the first question, so that a task without one does not pay for it. */
export function createCloud(options: CloudOptions): Cloud {
  const access = createAccess(options);
  const identity = createIdentity(access);
  const cloudFormation = loadCloudFormation(access);
  const { shelve, ...objects } = createObjects(access, { ...options, account: identity.account });
  return {
    ...identity,
    ...createParameters(access),
    ...createStacks(access, cloudFormation),
    ...createStackSource(access, cloudFormation),
    ...createStackChanges(access, cloudFormation, shelve),
    ...objects,
    ...createFunctions(access),
    ...createLayers(access),
    ...createLayerUse(access),
    ...createInvoke(access),
  };
}
