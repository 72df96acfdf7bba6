import type { Cloud } from '../ports';
import { orNull, type Access, type Traits } from './access';
import { once } from './once';

/** Versions of shared layers. */
export function createLayers(
  access: Access,
): Pick<Cloud, 'newestLayerVersion' | 'layerExists' | 'layerContent'> {
  const load = once(async () => {
    const sdk = await import('@aws-sdk/client-lambda');
    return { sdk, client: new sdk.LambdaClient(await access.settings()) };
  });
  return {
    newestLayerVersion: (name) =>
      access.call(`list the versions of layer ${name}`, async (abortSignal) => {
        const { sdk, client } = await load();
        let newest: { version: number; arn: string } | null = null;
        let page: string | undefined;
        do {
          const question = new sdk.ListLayerVersionsCommand({ LayerName: name, Marker: page });
          const answer = await orNull(client.send(question, { abortSignal }), isAbsent);
          // The order of the pages is not promised.
          for (const { Version, LayerVersionArn } of answer?.LayerVersions ?? []) {
            if (Version === undefined || LayerVersionArn === undefined) continue;
            if (newest === null || Version > newest.version)
              newest = { version: Version, arn: LayerVersionArn };
          }
          page = answer?.NextMarker;
        } while (page !== undefined && page !== '');
        return newest;
      }),
    layerExists: (arn) =>
      access.call(`read layer ${arn}`, async (abortSignal) => {
        const { sdk, client } = await load();
        const question = new sdk.GetLayerVersionByArnCommand({ Arn: arn });
        return (await orNull(client.send(question, { abortSignal }), isAbsent)) !== null;
      }),
    layerContent: (arn) =>
      access.call(`read layer ${arn}`, async (abortSignal) => {
        const { sdk, client } = await load();
        const question = new sdk.GetLayerVersionByArnCommand({ Arn: arn });
        const found = await orNull(client.send(question, { abortSignal }), isAbsent);
        return found?.Content?.CodeSha256 ?? null;
      }),
  };
}

function isAbsent(failure: Traits): boolean {
  return failure.name === 'ResourceNotFoundException';
}
