import { declaredRuntimes } from './declared-runtimes';

const read = (path: string, text: string) => declaredRuntimes([{ path, text }]);

describe('the runtimes that a file declares', () => {
  it('are those of a Serverless configuration: for all functions, and of each, with their lines', () => {
    const text = [
      'service: shop',
      'provider:',
      '  name: aws',
      '  runtime: python3.12 # all of them',
      'functions:',
      '  api:',
      '    handler: a.b',
      '  old:',
      '    runtime: "python3.9"',
      'resources:',
      '  Resources:',
      '    Helper:',
      '      Type: AWS::Lambda::Function',
      '      Properties:',
      '        Runtime: nodejs22.x',
    ].join('\n');
    expect(read('serverless.yml', text)).toEqual([
      { file: 'serverless.yml', line: 4, of: 'provider', runtime: 'python3.12' },
      { file: 'serverless.yml', line: 9, of: 'old', runtime: 'python3.9' },
      { file: 'serverless.yml', line: 15, of: 'Helper', runtime: 'nodejs22.x' },
    ]);
  });

  it('are those of a template, whatever tags it uses, in YAML and JSON', () => {
    const yaml = [
      'Globals:',
      '  Function:',
      '    Runtime: python3.11',
      'Resources:',
      '  Api:',
      '    Type: AWS::Serverless::Function',
      '    Properties:',
      '      Runtime: python3.12',
      '      Role: !GetAtt Role.Arn',
      '  Table:',
      '    Type: AWS::DynamoDB::Table',
      '    Properties: { Runtime: not-one }',
    ].join('\n');
    expect(read('template.yaml', yaml).map(({ of, runtime }) => [of, runtime])).toEqual([
      ['Globals', 'python3.11'],
      ['Api', 'python3.12'],
    ]);
    const json =
      '{"Resources":{"Api":{"Type":"AWS::Lambda::Function","Properties":{"Runtime":"python3.8"}}}}';
    expect(read('template.json', json)).toMatchObject([{ line: 1, runtime: 'python3.8' }]);
  });

  it('are looked up in the same file, where a variable names a place in it', () => {
    const text = 'custom: { py: python3.12 }\nprovider:\n  runtime: ${self:custom.py}\n';
    expect(read('serverless.yml', text)).toMatchObject([{ line: 3, runtime: 'python3.12' }]);
    expect(read('serverless.yml', text.replace('py:', 'js:'))).toMatchObject([
      { runtime: '${self:custom.py}' },
    ]);
  });

  it('are not words in comments, strings or other files of the same form', () => {
    const text =
      '# runtime: python2.7\ndescription: "runtime: python2.7"\nfunctions:\n  runtime: python2.7\n';
    expect(read('serverless.yml', text)).toEqual([]);
    expect(read('ci.yml', 'jobs:\n  build:\n    runtime: python2.7\n')).toEqual([]);
    expect(read('broken.yml', 'provider: [runtime: {')).toEqual([]);
    expect(read('empty.yml', '')).toEqual([]);
  });
});
