import { packageVersions } from './package-versions';

const versions = (files: Record<string, string>, ...names: string[]) =>
  packageVersions(
    Object.entries(files).map(([path, text]) => ({ path, text })),
    names,
  );

describe('the versions of packages', () => {
  it('are what is locked, else what is asked for', () => {
    const lock = {
      packages: {
        'node_modules/osls': { version: '4.3.1' },
        'node_modules/a/node_modules/osls': { version: '3.0.0' },
      },
    };
    const wish = '{"devDependencies":{"osls":"^4.0.0","@scope/b":"1.2.3"}}';
    expect(
      versions({ 'package.json': wish, 'package-lock.json': JSON.stringify(lock) }, 'osls', '@scope/b'),
    ).toEqual([
      { package: '@scope/b', version: '1.2.3', file: 'package.json' },
      { package: 'osls', version: '4.3.1', file: 'package-lock.json' },
    ]);
  });

  it('are those of Python too, whatever the case of a name', () => {
    const requirements =
      '# pg8000==9\nasn1crypto==1.5.1 --hash=sha256:db\nPG8000[x]==1.31.4 ; python_version > "3"\n';
    expect(versions({ 'layer/requirements.txt': requirements }, 'pg8000')).toEqual([
      { package: 'pg8000', version: '1.31.4', file: 'layer/requirements.txt' },
    ]);
    const project =
      '[project]\ndependencies = [\n  "pg8000==1.30.0",\n]\n[tool.poetry.dependencies]\nboto3 = "^1.34"\n';
    expect(versions({ 'pyproject.toml': project }, 'pg8000', 'boto3').map(({ version }) => version)).toEqual([
      '1.30.0',
      '1.34',
    ]);
  });

  it('are none of a file that is no JSON, nor of packages that nobody asks for', () => {
    expect(versions({ 'package.json': '{', 'a/package.json': '{"dependencies":{"c":"1"}}' }, 'osls')).toEqual(
      [],
    );
  });
});
