import { join } from 'node:path';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { clientSettings } from './account/cloud-access';
import { describeStatus, type ServiceLine } from './describe-status';
import { tabulateRoutes } from './edge/routes';
import { fillName, openEnvironments } from './environments';
import { type Manifest, readManifest } from './manifest';
import { placesOf } from './places';
import type { SandboxOrder } from './sandbox-order';
import { conditionOf, serviceNames } from './services';
import type { SandboxState } from './state/sandbox-state';
import { readState } from './state/state-file';

export interface SandboxStatus {
  readonly isUp: boolean;
  /** Some of it runs and some does not: neither up nor stopped. */
  readonly isBroken: boolean;
  readonly text: string;
}

/** What runs, where, and what to type to look at it. Changes nothing. */
export async function status(order: SandboxOrder): Promise<SandboxStatus> {
  const places = placesOf(order.root, order.venv);
  const state = await readState(places);
  if (state === undefined) {
    const text = 'the sandbox is not up; start it: nx run sandbox:up';
    return { isUp: false, isBroken: false, text };
  }
  const manifest = await readManifest(order.manifest ?? join(order.root, 'repos.json'));
  const lines = await Promise.all(
    serviceNames.map(async (name): Promise<ServiceLine> => ({
      name,
      condition: await conditionOf(name, state, places),
    })),
  );
  const isUp = lines.every((line) => line.condition === 'up');
  const urls = isUp ? await findStackUrls(state, manifest) : [];
  const text = describeStatus({ state, places, lines, hosts: tabulateRoutes(manifest), urls });
  return { isUp, isBroken: !isUp && lines.some((line) => line.condition === 'up'), text };
}

/** The addresses that deployed stacks give as outputs named `…Url` in the manifest. */
async function findStackUrls(state: SandboxState, manifest: Manifest): Promise<string[]> {
  const components = Object.values(manifest.repos).flatMap((repo) => Object.values(repo.components));
  const questions = openEnvironments(manifest).flatMap((environment) =>
    components.flatMap((component) =>
      Object.values(component.outputs ?? {}).flatMap(({ stack, output }) =>
        stack === undefined || output === undefined || component.values?.['host'] !== undefined
          ? []
          : [{ region: environment.region, stack: fillName(stack, component, environment), output }],
      ),
    ),
  );
  const found = await Promise.all(
    questions.map(async ({ region, stack, output }) => {
      const client = new CloudFormationClient(clientSettings(state, region));
      const answer = await client
        .send(new DescribeStacksCommand({ StackName: stack }))
        .catch(() => undefined);
      client.destroy();
      return answer?.Stacks?.[0]?.Outputs?.find((one) => one.OutputKey === output)?.OutputValue;
    }),
  );
  return found.filter((url) => url !== undefined);
}
