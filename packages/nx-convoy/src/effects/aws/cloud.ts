import type { NodeHttpHandler } from '@smithy/node-http-handler';
import type { Cloud } from '../ports';
import { createAccess } from './access';
import { createFunctions } from './functions';
import { createIdentity } from './identity';
import { createInvoke } from './invoke';
import { createLayers } from './layers';
import { createParameters } from './parameters';
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
}

/** AWS in one region. The SDK is loaded at the first question, so that a task without one does not pay for it. */
export function createCloud(options: CloudOptions): Cloud {
  const access = createAccess(options);
  return {
    ...createIdentity(access),
    ...createParameters(access),
    ...createStacks(access),
    ...createFunctions(access),
    ...createLayers(access),
    ...createInvoke(access),
  };
}
