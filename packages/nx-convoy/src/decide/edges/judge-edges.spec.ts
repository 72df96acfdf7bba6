import type { Reference } from '../../model/edges-document';
import type { Manifest } from '../../model/manifest';
import { judgeEdges } from './judge-edges';

const manifest: Manifest = {
  environments: { dev: { account: '111122223333', region: 'us-east-1' } },
  repos: {
    shop: {
      url: 'git@example.test:team/shop.git',
      components: { database: {}, api: { dependsOn: ['database'] }, front: { dependsOn: ['api'] } },
    },
  },
};
const reference = (component: string, to: string): Reference => ({
  component,
  to,
  kind: 'function',
  name: 'a',
  file: 'a.yml',
  line: 1,
});

it('knows what comes before by way of another component', () => {
  const { missing } = judgeEdges(manifest, [reference('front', 'database'), reference('database', 'front')]);
  expect(missing).toEqual([reference('database', 'front')]);
});

it('names every edge of its own that no reference stands for', () => {
  const { unreferenced } = judgeEdges(manifest, [reference('front', 'database'), reference('front', 'api')]);
  expect(unreferenced).toEqual([{ component: 'api', dependsOn: 'database' }]);
});
