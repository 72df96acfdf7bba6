import { delimiter, dirname } from 'node:path';
import { scrubEnvironment } from './scrub-environment';

test('nothing of the caller passes but what programs need to start', () => {
  const inherited = {
    PATH: '/bin',
    LANG: 'de_DE.UTF-8',
    HOME: '/home/person',
    AWS_SECRET_ACCESS_KEY: 'real',
    AWS_PROFILE: 'prod',
    HTTPS_PROXY: 'http://proxy.example',
    CLOUDFLARE_API_TOKEN: 'real',
    NODE_OPTIONS: '--inspect',
    PGPASSWORD: 'real',
  };
  expect(scrubEnvironment(inherited, { home: '/h', temporary: '/t' })).toEqual({
    PATH: [dirname(process.execPath), '/bin'].join(delimiter),
    LANG: 'de_DE.UTF-8',
    HOME: '/h',
    USERPROFILE: '/h',
    TMPDIR: '/t',
    TEMP: '/t',
    TMP: '/t',
  });
});
