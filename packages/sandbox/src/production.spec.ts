import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { pagesProjects } from './edge/pages-projects';
import { tabulateRoutes } from './edge/routes';
import { accountOf, openEnvironments } from './environments';
import { type Manifest, readManifest } from './manifest';
import { placesOf } from './places';

const WORKSPACE = join(__dirname, '..', '..', '..');
const SAMPLES = join(WORKSPACE, 'packages', 'sandbox', 'sample-repos');

/** What a team writes to open production. */
async function openProduction(): Promise<Manifest> {
  const manifest = await readManifest(join(WORKSPACE, 'repos.json'));
  const { closed, ...prod } = manifest.environments['prod']!;
  expect(closed).toBeDefined();
  manifest.environments['prod'] = { ...prod, database: 'assurex_prod', bucket: 'assurex-prod-deployments' };
  const hosts = { 'profile-360-backend': 'api.trustx.cloud', trustx: 'app.trustx.cloud' };
  for (const [name, host] of Object.entries(hosts)) {
    manifest.repos[name]!.components[name]!.values!['host']!['prod'] = host;
  }
  return manifest;
}

describe('production, once it is open', () => {
  let manifest: Manifest;
  beforeAll(async () => {
    manifest = await openProduction();
  });

  it('has a database and a bucket of its own beside dev', () => {
    const environments = openEnvironments(manifest);
    expect(environments.find(({ name }) => name === 'prod')).toEqual({
      name: 'prod',
      account: accountOf(environments),
      region: 'us-east-1',
      database: 'assurex_prod',
      bucket: 'assurex-prod-deployments',
    });
  });

  it('has its hosts: the API of stage production, the front end of branch main', () => {
    const { find } = tabulateRoutes(manifest);
    const [project] = pagesProjects(manifest, placesOf('/w'));
    expect(find('api.trustx.cloud')).toEqual({
      to: 'stack',
      stack: 'profile-360-backend-production',
      region: 'us-east-1',
    });
    expect(find('app.trustx.cloud')).toEqual({ to: 'pages' });
    expect(project?.domains['app.trustx.cloud']).toBe('main');
    expect(project?.productionBranch).toBe('main');
  });
});

describe.each(['assurex-infra', 'assurex-insights-engine'])('the sample %s', (sample) => {
  const file = join(SAMPLES, sample, 'first-release', 'package.json');
  const { scripts } = z
    .object({ scripts: z.record(z.string(), z.string()) })
    .parse(JSON.parse(readFileSync(file, 'utf8')));

  it('has every script of preprod for production, too', () => {
    const ofPreprod = Object.entries(scripts).filter(([name]) => name.endsWith(':preprod'));
    expect(ofPreprod.length).toBeGreaterThan(0);
    expect(scripts).toMatchObject(
      Object.fromEntries(ofPreprod.map((pair) => pair.map((text) => text.replaceAll('preprod', 'prod')))),
    );
  });
});
