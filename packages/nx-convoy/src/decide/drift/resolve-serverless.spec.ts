import { serverlessPortrait } from './serverless-portrait';
import { splitVariables } from './serverless-variables';

const FILES: Record<string, string> = {
  'service/config/stages.yml':
    'dev: { region: us-east-1, memory: 256 }\nstaging: { region: us-east-2, memory: 512 }\n',
  'shared/names.json': '{ "prefix": "x-${sls:stage}" }',
};
function resolved(yaml: string, stage = 'staging'): Record<string, string> {
  const portrait = serverlessPortrait(yaml, {
    stage,
    region: 'us-east-2',
    account: '111122223333',
    folder: 'service',
    file: (path) => FILES[path] ?? null,
  });
  return Object.fromEntries(
    [...portrait].map(([path, { text, unknown }]) => [path, unknown === undefined ? text : `? ${text}`]),
  );
}

describe('serverlessPortrait', () => {
  it('fills in the stage, files of the repository and the file itself, also through one another', () => {
    const yaml = `
custom:
  stage: \${file(./config/stages.yml):\${sls:stage}}
  settings: /assurex/\${opt:stage}
provider:
  region: \${opt:region, self:custom.stage.region}
  memorySize: \${self:custom.stage.memory}
  stackName: api-\${sls:stage}-\${self:provider.region}
  name: \${file(../shared/names.json):prefix}
`;
    expect(resolved(yaml)).toEqual({
      'custom.stage.region': 'us-east-2',
      'custom.stage.memory': '512',
      'custom.settings': '/assurex/staging',
      'provider.region': 'us-east-2',
      'provider.memorySize': '512',
      'provider.stackName': 'api-staging-us-east-2',
      'provider.name': 'x-staging',
    });
  });

  it('takes the next alternative where the first leads to nothing', () => {
    const yaml = `a: \${opt:colour, self:custom.none, 'blue, or green'}\nb: \${file(none.yml):x, "none"}`;
    expect(resolved(yaml)).toEqual({ a: 'blue, or green', b: 'none' });
  });

  it.each([
    ['${ssm:/assurex/${sls:stage}/host}', '? ${ssm:/assurex/staging/host}'],
    ['https://${env:HOST}/${sls:stage}', '? https://${env:HOST}/staging'],
    ['${file(./config/commit.js):id}', '? ${file(./config/commit.js):id}'],
    ['${cf:stack.Output, "x"}', '? ${cf:stack.Output}'],
    ['${self:custom.none}', '? ${self:custom.none}'],
    ['${self:a}', '? ${self:a}'],
  ])('never drops what it cannot resolve: %s', (text, expected) => {
    expect(resolved(`a: '${text}'`)['a']).toBe(expected);
  });

  it('leaves what is meant for CloudFormation as it is', () => {
    const text = 'https://${HttpApi}.execute-api.${AWS::Region}.amazonaws.com';
    expect(resolved(`a: ${text}`)).toEqual({ a: text });
    expect(resolved('a: !Ref Thing')).toEqual({ a: 'Thing' });
  });

  it('says what is no YAML, and shows no secret', () => {
    expect(resolved('a: [')['']).toMatch(/^\? it cannot be read/);
    expect(resolved('password: hunter2hunter2')).toEqual({ password: '(not shown)' });
  });
});

test('a variable ends at its own brace', () => {
  expect(splitVariables('a${ssm:/${sls:stage}/x}b${X}')).toEqual([
    { type: 'text', text: 'a' },
    { type: 'variable', whole: '${ssm:/${sls:stage}/x}', alternatives: ['ssm:/${sls:stage}/x'] },
    { type: 'text', text: 'b${X}' },
  ]);
  expect(splitVariables('${sls:stage')).toEqual([{ type: 'text', text: '${sls:stage' }]);
});
