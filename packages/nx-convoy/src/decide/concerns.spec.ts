import { concernedTargets, namedComponents } from './concerns';
import { readInvocation, type Invocation } from './read-invocation';

const components = ['database', 'backend', 'trustx'];
const read = (line: string): Invocation => readInvocation(['node', 'nx', ...line.split(' ')])!;
const concerned = (line: string): string[] => concernedTargets(read(line), components);

describe('concernedTargets', () => {
  it.each(['prepare', 'test', 'deploy', 'verify', 'plan', 'status'])('knows our target %s', (target) => {
    expect(concerned(`run-many -t ${target} -c dev`)).toEqual([target]);
  });

  it('leaves out the targets of others', () => {
    expect(concerned('run-many -t lint build deploy -c dev')).toEqual(['deploy']);
  });

  it.each([
    'run backend:deploy:dev',
    'deploy backend -c dev',
    'run convoy:status:preprod',
    'run-many -t deploy -p app,backend -c dev',
    'run-many -t deploy -p tag:repo:infra -c dev',
    'run-many -t deploy -p back* -c dev',
    'run-many -t deploy -p !trustx -c dev',
    'run-many -t deploy -p components/backend -c dev',
    'affected -t deploy -c dev',
  ])('is concerned by nx %s', (line) => {
    expect(concerned(line)).toHaveLength(1);
  });

  it.each([
    'build app --configuration=production',
    'run app:build:production',
    'test app --configuration=production',
    'run-many -t test -p app,lib --configuration=production',
    'graph',
    'g nx-convoy:pin --environment=dev --ref=main',
    'show project trustx',
    'show projects --affected',
    'report',
    'reset',
    'sync',
  ])('is not concerned by nx %s', (line) => {
    expect(concerned(line)).toEqual([]);
  });
});

describe('namedComponents', () => {
  it.each([
    ['deploy trustx -c dev', ['trustx']],
    ['run trustx:deploy:dev', ['trustx']],
    ['run-many -t deploy -p trustx,app,backend -c dev', ['trustx', 'backend']],
    ['run-many -t deploy -p components/trustx -c dev', ['trustx']],
    ['run-many -t deploy -p tag:kind:front -c dev', []],
    ['run-many -t deploy -p t* -c dev', []],
    ['run-many -t deploy -c dev', []],
    ['run convoy:plan:dev', []],
  ])('of nx %s are %j', (line, expected) => {
    expect(namedComponents(read(line), components)).toEqual(expected);
  });
});
