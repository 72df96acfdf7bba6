import { discreetWords } from './discreet-words';

describe('discreetWords', () => {
  const environment = { PATH: '/bin' };

  it.each([
    ['https://me:s3cret@git.example/team/shop.git', 'https://git.example/team/shop.git'],
    ['http://me:s3@cret@127.0.0.1:8080/shop.git', 'http://127.0.0.1:8080/shop.git'],
    ['HTTPS://s3cret@git.example', 'HTTPS://git.example'],
    ['ssh://git:s3cret@git.example:22/shop.git', 'ssh://git@git.example:22/shop.git'],
  ])('keeps %s from the command line', (address, shown) => {
    const { words } = discreetWords(['push', '--', address, 'a:b'], environment);
    expect(words).toEqual(['push', '--', shown, 'a:b']);
  });

  it.each([
    'git@git.example:team/shop.git',
    'ssh://git@git.example/shop.git',
    'https://git.example/@scope/shop.git',
    'https://git.example:8443/shop.git?x=a@b',
    '/srv/a@b/shop.git',
    'refs/heads/a@b',
    '--force-with-lease=refs/heads/x:https://a:b@c/',
  ])('leaves %s as it is', (word) => {
    expect(discreetWords([word], environment)).toEqual({ words: [word], environment });
  });

  it('answers git from the environment, for that host alone, with the codes of the address undone', () => {
    const given = { ...environment, GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'a.b', GIT_CONFIG_VALUE_0: 'c' };
    const { environment: made } = discreetWords(
      ['fetch', 'https://me%40x:p%2Fw%25@git.example:444/y'],
      given,
    );
    expect(made).toMatchObject({
      ...given,
      GIT_CONFIG_COUNT: '3',
      GIT_CONFIG_KEY_1: 'credential.https://git.example:444.helper',
      GIT_CONFIG_VALUE_1: '',
      GIT_CONFIG_KEY_2: 'credential.https://git.example:444.helper',
      CONVOY_GIT_USER_1: 'me@x',
      CONVOY_GIT_PASSWORD_1: 'p/w%',
    });
    expect(made['GIT_CONFIG_VALUE_2']).not.toMatch(/me@x|p\/w/);
  });

  it('gives a name without a password to git as a name', () => {
    expect(discreetWords(['https://token@git.example/x'], environment).environment).toEqual({
      ...environment,
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'credential.https://git.example.username',
      GIT_CONFIG_VALUE_0: 'token',
    });
  });
});
