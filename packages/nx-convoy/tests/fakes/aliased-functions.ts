import type { FakeWorld } from './fake-world';

/** The functions that `putAliasedFunctions` makes. */
export const ALIASED_FUNCTIONS = ['api', 'worker'];

/** Each function has versions 1 and 2, and alias `live` at 2. */
export async function putAliasedFunctions({ aws }: FakeWorld): Promise<void> {
  for (const name of ALIASED_FUNCTIONS)
    for (const version of ['1', '2']) {
      aws.putFunction(name, { code: `${name}-${version}` });
      await aws.publishVersion(name);
      await aws.moveAlias(name, 'live', version);
    }
  aws.writes.length = 0;
}

/** Where the aliases are, in the order of the functions. */
export function aliasedVersions({ aws }: FakeWorld): Promise<(string | undefined)[]> {
  return Promise.all(
    ALIASED_FUNCTIONS.map(async (name) => (await aws.function(name, 'live'))?.alias?.version),
  );
}
