import { refTrouble, urlTrouble } from './git-words';

describe('refs', () => {
  test.each([
    'main',
    'stg',
    'feature/my-feature',
    'convoy/dev',
    'refs/convoy/preprod/next',
    'v1.2.3',
    'a'.repeat(40),
  ])('%s can be used', (ref) => {
    expect(refTrouble(ref)).toBeNull();
  });

  test.each([
    '',
    '--upload-pack=id',
    '-b',
    'a b',
    'a..b',
    'a~1',
    'a^',
    'a:b',
    'a?',
    'a*',
    'a[b',
    'a\\b',
    '@{-1}',
    '@',
    '/a',
    'a/',
    'a//b',
    '.a',
    'a/.b',
    'a.',
    'a.lock',
    'a\u0000b',
    'a\nb',
    '{stage}',
  ])('%p cannot', (ref) => {
    expect(refTrouble(ref)).not.toBeNull();
  });
});

describe('addresses', () => {
  test.each([
    'git@github.com:a/b.git',
    'github.com:a/b',
    'https://github.com/a/b.git',
    'ssh://git@host:22/a/b',
    'file:///srv/a.git',
    '/srv/a.git',
  ])('%s can be used', (url) => {
    expect(urlTrouble(url)).toBeNull();
  });

  test.each([
    '',
    '-x',
    '--upload-pack=id',
    'ext::sh -c id',
    'ext::id',
    'fd::17',
    'transport+x::y',
    'javascript://x',
    'ssh://-oProxyCommand=id/x',
    'ssh://%2DoProxyCommand@host/x',
    'git@-oProxyCommand=id:x',
    '-oX@host:x',
    'host:--upload-pack',
    'https://me:secret@host/x',
    'relative/path',
    'a b:c',
    'git@host:a\nb',
    'https://',
  ])('%p cannot', (url) => {
    expect(urlTrouble(url)).not.toBeNull();
  });
});
