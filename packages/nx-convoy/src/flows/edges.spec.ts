import { FakeWorld } from '../../tests/fakes/fake-world';
import { commit, resolvedComponent } from '../../tests/fakes/values';
import { renderEdges } from '../decide/render-edges';
import type { EdgesDocument } from '../model/edges-document';
import type { Manifest } from '../model/manifest';
import { pinSchema } from '../model/pin';
import { edgesOf } from './edges';

const environment = (region: string) => ({ account: '111122223333', region });

/** A shop whose api makes every kind of name, and a front end that may depend on it. */
function manifest(dependsOn: string[]): Manifest {
  return {
    environments: { dev: environment('us-east-1'), preprod: environment('us-east-2') },
    repos: {
      api: {
        url: 'git@example.test:team/api.git',
        components: {
          api: {
            stage: { dev: 'dev', preprod: 'staging' },
            values: { host: { dev: 'api-dev.shop.test', preprod: 'api-stg.shop.test' } },
            observes: {
              stacks: ['shop-{stage}-core'],
              functions: [{ name: 'shop-{stage}-orders' }],
              layers: ['shop-driver-{environment}'],
            },
            outputs: { queue: { parameter: '/shop/{environment}/queue' } },
          },
        },
      },
      front: { url: 'git@example.test:team/front.git', components: { front: { dependsOn } } },
    },
  };
}

const apiFiles = {
  'serverless.yml': [
    'custom:',
    '  prefix: /shop/${sls:stage}',
    'resources:',
    '  Resources:',
    '    Topic:',
    '      Type: AWS::SSM::Parameter',
    '      Properties:',
    '        Name: ${self:custom.prefix}/topic',
    '  Outputs:',
    '    Url:',
    '      Export:',
    '        Name: shop-${sls:stage}-url',
    '    Made:',
    '      Export:',
    '        Name: !Sub ${AWS::StackName}-Made',
    '    Anything:',
    '      Export:',
    '        Name: ${env:NOBODY_KNOWS}',
    '# its own names are no references: shop-dev-orders',
  ].join('\n'),
};

async function asked(files: Record<string, string>, dependsOn: string[] = []): Promise<EdgesDocument> {
  const world = new FakeWorld();
  const components = ['api', 'front'].map((name) => {
    const repo = { repo: name, url: `git@example.test:team/${name}.git` };
    const id = commit(name === 'api' ? '1' : '2');
    world.sources.remote(name).commits.set(id, {
      parents: [],
      subject: name,
      files: name === 'api' ? apiFiles : files,
    });
    const component = resolvedComponent({ name, ...repo, paths: ['.'] });
    return { component, pin: pinSchema.parse({ repo: name, ref: 'main', commit: id, tree: 'a'.repeat(64) }) };
  });
  return edgesOf({ environment: 'dev', manifest: manifest(dependsOn), components }, world);
}

const kinds: [string, string, Record<string, string>, string][] = [
  [
    'an imported export',
    'export',
    { 'serverless.yml': 'a:\n  Fn::ImportValue: shop-${self:custom.x}-url' },
    'serverless.yml:2',
  ],
  [
    'a stack that is looked up',
    'stack',
    { 'serverless.yml': 'url: ${cf:shop-${sls:stage}-core.Url}' },
    'serverless.yml:1',
  ],
  [
    'a parameter that is looked up',
    'parameter',
    { 'serverless.yml': 'custom:\n  s: /shop/${sls:stage}\nq: ${ssm:${self:custom.s}/queue}' },
    'serverless.yml:3',
  ],
  [
    'a parameter that its template writes',
    'parameter',
    { 'config.yaml': 'topic: ${ssm:/shop/${opt:stage}/topic}' },
    'config.yaml:1',
  ],
  [
    'a layer',
    'layer',
    { 'template.yml': 'Layers:\n  - arn:aws:lambda:us-east-1:111122223333:layer:shop-driver-dev:38' },
    'template.yml:2',
  ],
  [
    'a function in Python',
    'function',
    { 'app/call.py': 'import boto3\n\nNAME = f"shop-{stage}-orders"\n' },
    'app/call.py:3',
  ],
  [
    'an export whose name begins with that of its stack',
    'export',
    { 'template.yml': 'A:\n  !ImportValue shop-dev-core-Made' },
    'template.yml:2',
  ],
  [
    'a parameter that CloudFormation resolves',
    'parameter',
    { 'template.yml': 'Queue: "{{resolve:ssm:/shop/dev/queue:3}}"' },
    'template.yml:1',
  ],
  [
    'a parameter that a policy names',
    'parameter',
    { 'iam.yml': 'Resource: !Sub arn:aws:ssm:*:${AWS::AccountId}:parameter/shop/${Stage}/queue' },
    'iam.yml:1',
  ],
  ['a stack in Python', 'stack', { 'call.py': 'STACK = "shop-{}-core".format(stage)' }, 'call.py:1'],
  ['an address in Python', 'host', { 'call.py': '\nHOST = "api-stg.shop.test"' }, 'call.py:2'],
  [
    'a parameter in TypeScript',
    'parameter',
    { 'src/read.ts': 'await read({ Name: `/shop/${stage}/queue` });' },
    'src/read.ts:1',
  ],
  [
    'a layer in TypeScript',
    'layer',
    { 'src/stack.ts': "layer('arn:aws:lambda:us-east-1:111122223333:layer:shop-driver-dev:38');" },
    'src/stack.ts:1',
  ],
  [
    'a stack in package.json',
    'stack',
    { 'package.json': '{\n\n"out": "aws cloudformation describe-stacks --stack-name shop-dev-core" }' },
    'package.json:3',
  ],
  [
    'a parameter in Python',
    'parameter',
    { 'call.py': 'client.get_parameter(Name="/shop/dev/queue")' },
    'call.py:1',
  ],
  [
    'a function in TypeScript',
    'function',
    { 'src/call.ts': 'const name = `shop-${stage}-orders`;' },
    'src/call.ts:1',
  ],
  [
    'an address in TypeScript',
    'host',
    { 'src/api.ts': "\nfetch('https://api-dev.shop.test/orders');" },
    'src/api.ts:2',
  ],
  [
    'an address in code inside of a template',
    'host',
    { 'build.js': "const api = `https://${stg ? 'api-stg.shop.test' : other}`;" },
    'build.js:1',
  ],
  [
    'a log group in package.json',
    'function',
    { 'package.json': '{\n  "scripts": { "logs": "aws logs tail /aws/lambda/shop-staging-orders" }\n}' },
    'package.json:2',
  ],
  [
    'an address in package.json',
    'host',
    { 'package.json': '{ "proxy": "https://api-stg.shop.test" }' },
    'package.json:1',
  ],
];

describe('an edge that is missing', () => {
  it.each(kinds)('is found by %s, with file and line', async (_what, kind, files, place) => {
    const document = await asked(files);
    expect(
      document.missing.map((each) => [each.component, each.to, each.kind, `${each.file}:${each.line}`]),
    ).toEqual([['front', 'api', kind, place]]);
    expect(renderEdges(document).join('\n')).toContain('add "api" to the dependsOn of front');
  });

  it.each(kinds)('is none once it is declared: %s', async (_what, _kind, files) => {
    const { missing, unreferenced, references } = await asked(files, ['api']);
    expect({ missing, unreferenced }).toEqual({ missing: [], unreferenced: [] });
    expect(references).toHaveLength(1);
  });

  it.each<[string, Record<string, string>]>([
    [
      'a comment',
      { 'a.yml': '# shop-dev-orders', 'b.ts': '// shop-dev-orders\n', 'c.py': 'x = 1  # shop-dev-orders' },
    ],
    ['a test', { 'tests/test_call.py': 'NAME = "shop-dev-orders"', 'src/a.spec.ts': '"shop-dev-orders"' }],
    ['a looser name', { 'a.yml': 'name: shop-*\nother: shop-${x}-${y}\nmore: ${z}' }],
    [
      'another name that begins alike',
      { 'a.yml': 'name: shop-dev-orders-archive\nother: my-shop-dev-orders' },
    ],
    ['a file of another kind', { 'notes.md': 'shop-dev-orders' }],
  ])('is not seen in %s', async (_what, files) => {
    expect((await asked(files)).references).toEqual([]);
  });
});

it('notes an edge that nothing refers to, without calling it wrong', async () => {
  const document = await asked({ 'a.yml': 'a: 1' }, ['api']);
  expect(document.unreferenced).toEqual([{ component: 'front', dependsOn: 'api' }]);
  expect(renderEdges(document).join('\n')).toContain('– front depends on api: no file of it refers to it');
  expect(document.missing).toEqual([]);
});
