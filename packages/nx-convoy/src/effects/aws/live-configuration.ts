import { createHash } from 'node:crypto';
import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import type { LiveConfiguration } from '../../model/live-state';

/** Enough to see that a value changed, too little to be sure of one that was guessed. */
const DIGEST_SIGNS = 12;

/** How a function is set up; what AWS or a stand-in leaves out is said as AWS's default, so that leaving out is no change. */
export function liveConfiguration(name: string, found: FunctionConfiguration): LiveConfiguration {
  const { VpcConfig: network = {} } = found;
  const settings = {
    handler: found.Handler ?? '',
    role: found.Role ?? '',
    memory: String(found.MemorySize ?? 128),
    timeout: String(found.Timeout ?? 3),
    storage: String(found.EphemeralStorage?.Size ?? 512),
    architecture: (found.Architectures ?? ['x86_64']).join(', '),
    tracing: found.TracingConfig?.Mode ?? 'PassThrough',
    network: [...(network.SubnetIds ?? []), ...(network.SecurityGroupIds ?? [])].sort().join(', ') || 'none',
  };
  const variables = Object.entries(found.Environment?.Variables ?? {})
    .map(([variable, value]) => ({ variable, digest: digestOf(name, variable, value) }))
    .sort((left, right) => (left.variable < right.variable ? -1 : 1));
  return { settings, variables };
}

/** With the names, so that the same secret in two places does not look the same. */
function digestOf(...words: readonly string[]): string {
  return createHash('sha256').update(words.join('\n')).digest('hex').slice(0, DIGEST_SIGNS);
}
