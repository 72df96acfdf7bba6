import { readInvocation } from './read-invocation';

const read = (line: string) =>
  readInvocation(['node', 'nx', ...line.split(' ').filter((word) => word !== '')]);

describe('readInvocation', () => {
  it.each([
    ['run-many -t deploy,verify -c dev', ['deploy', 'verify'], [], 'dev'],
    ['run-many -t deploy verify -c dev', ['deploy', 'verify'], [], 'dev'],
    ['run-many -t deploy -t verify -c dev', ['deploy', 'verify'], [], 'dev'],
    ['run-many --target=deploy --configuration=dev', ['deploy'], [], 'dev'],
    ['run-many --targets=deploy,verify --configuration dev', ['deploy', 'verify'], [], 'dev'],
    ['run-many --targets deploy verify -c=dev', ['deploy', 'verify'], [], 'dev'],
    ['run-many -t deploy -p trustx,backend -c dev', ['deploy'], ['trustx', 'backend'], 'dev'],
    ['run-many -t deploy -p trustx backend -c dev', ['deploy'], ['trustx', 'backend'], 'dev'],
    ['run-many -t deploy --projects=tag:repo:infra', ['deploy'], ['tag:repo:infra'], null],
    ['run-many -c dev -t deploy', ['deploy'], [], 'dev'],
    ['run-many -t deploy --parallel=8 --output-style stream -c dev', ['deploy'], [], 'dev'],
    ['run-many -t deploy -c dev -- --loud', ['deploy'], [], 'dev'],
  ])('reads nx %s', (line, targets, projects, configuration) => {
    expect(read(line)).toEqual({
      command: 'run-many',
      targets,
      projects,
      configuration,
      base: null,
      skipsCache: false,
    });
  });

  it('reads nx affected', () => {
    expect(read('affected -t deploy --base=refs/convoy/base/dev --configuration=dev')).toEqual({
      command: 'affected',
      targets: ['deploy'],
      projects: [],
      configuration: 'dev',
      base: 'refs/convoy/base/dev',
      skipsCache: false,
    });
  });

  it.each([
    ['run trustx:deploy:dev', 'trustx', 'deploy', 'dev'],
    ['run trustx:deploy -c dev', 'trustx', 'deploy', 'dev'],
    ['run trustx:deploy', 'trustx', 'deploy', null],
    ['run convoy:status:preprod --outputFile=status.json', 'convoy', 'status', 'preprod'],
    ['deploy trustx -c dev', 'trustx', 'deploy', 'dev'],
    ['deploy trustx --configuration dev', 'trustx', 'deploy', 'dev'],
    ['deploy trustx --configuration=dev', 'trustx', 'deploy', 'dev'],
    ['deploy --project=trustx -c dev', 'trustx', 'deploy', 'dev'],
    ['run --project=trustx --target=deploy -c dev', 'trustx', 'deploy', 'dev'],
    ['t trustx', 'trustx', 'test', null],
  ])('reads nx %s', (line, project, target, configuration) => {
    expect(read(line)).toEqual({
      command: 'run',
      targets: [target],
      projects: [project],
      configuration,
      base: null,
      skipsCache: false,
    });
  });

  it('lets a flag win over the third part, as Nx does', () => {
    expect(read('run trustx:deploy:dev --configuration=preprod')?.configuration).toBe('preprod');
  });

  it('takes --prod for the configuration named production, as Nx does', () => {
    expect(read('run-many -t build --prod')?.configuration).toBe('production');
    expect(read('run-many -t deploy --prod -c dev')?.configuration).toBe('dev');
  });

  it.each([
    '--verbose run-many -t deploy -c dev',
    '--skip-nx-cache run-many -t deploy -c dev',
    '--skipNxCache run-many -t deploy -c dev',
    '--nxBail --parallel=1 run-many -t deploy -c dev',
    '-c dev --verbose run-many -t deploy',
  ])('reads flags before the command: nx %s', (line) => {
    expect(read(line)).toMatchObject({
      command: 'run-many',
      targets: ['deploy'],
      projects: [],
      configuration: 'dev',
      base: null,
    });
  });

  it.each(['--skip-nx-cache', '--skipNxCache', '--disable-nx-cache', '--disableNxCache'])(
    'knows that nothing is to be replayed: %s',
    (flag) => {
      expect(read(`run-many -t verify -c dev ${flag}`)?.skipsCache).toBe(true);
      expect(read(`verify backend ${flag} -c dev`)?.skipsCache).toBe(true);
      expect(read(`run backend:verify:dev ${flag}`)?.skipsCache).toBe(true);
    },
  );

  it('does not take a project for the value of a switch', () => {
    expect(read('deploy --verbose trustx -c dev')?.projects).toEqual(['trustx']);
  });

  it('names every project where none is named', () => {
    expect(read('deploy -c dev')).toMatchObject({ targets: ['deploy'], projects: [] });
  });

  it('reads numbers as text', () => {
    expect(read('run-many -t deploy -c 123')?.configuration).toBe('123');
  });

  it('reads nothing where there is no command', () => {
    expect(read('')).toBeNull();
    expect(read('--version')).toBeNull();
  });

  it('names no configuration where two are named', () => {
    expect(read('run-many -t deploy -c dev -c preprod')?.configuration).toBeNull();
  });
});
