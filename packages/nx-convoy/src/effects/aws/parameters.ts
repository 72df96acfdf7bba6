import type { Parameters } from '../parameters-port';
import { orNull, type Access } from './access';
import { once } from './once';

export function createParameters(access: Access): Parameters {
  const load = once(async () => {
    const sdk = await import('@aws-sdk/client-ssm');
    return { sdk, client: new sdk.SSMClient(await access.settings()) };
  });
  return {
    parameter: (name) =>
      access.call(`read parameter ${name}`, async (abortSignal) => {
        const { sdk, client } = await load();
        const question = new sdk.GetParameterCommand({ Name: name, WithDecryption: true });
        const answer = await orNull(
          client.send(question, { abortSignal }),
          (failure) => failure.name === 'ParameterNotFound',
        );
        return answer?.Parameter?.Value ?? null;
      }),
    setParameter: (name, value) =>
      access.call(`set parameter ${name}`, async (abortSignal) => {
        const { sdk, client } = await load();
        const wish = { Name: name, Value: value, Type: 'String' as const, Overwrite: true };
        await client.send(new sdk.PutParameterCommand(wish), { abortSignal });
      }),
  };
}
