import { join } from 'node:path';
import { readManifest } from '../manifest';
import { placesOf } from '../places';
import { pagesProjects } from './pages-projects';

test('the front end: its remote, and its custom domain on the branch of its environment', async () => {
  const manifest = await readManifest(join(__dirname, '..', '..', '..', '..', 'repos.json'));
  const places = placesOf('/w');
  expect(pagesProjects(manifest, places)).toEqual([
    {
      name: 'trustx',
      productionBranch: 'main',
      remote: join(places.remotes, 'trustx.git'),
      domains: { 'app-stg.trustx.cloud': 'stg' },
    },
  ]);
});
