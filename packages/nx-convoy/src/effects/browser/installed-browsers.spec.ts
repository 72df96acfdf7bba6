import { installedBrowsers } from './installed-browsers';

const machine = { path: '/usr/local/bin:/usr/bin', programFolders: ['C:\\Program Files'] };

describe('where an installed browser may be', () => {
  it('is the path on Linux, Chromium ahead of Chrome ahead of Edge', () => {
    const found = installedBrowsers({ ...machine, platform: 'linux' });
    expect(found.slice(0, 2)).toEqual(['/usr/local/bin/chromium', '/usr/bin/chromium']);
    const order = ['chromium', 'google-chrome', 'microsoft-edge'].map((name) =>
      found.indexOf(`/usr/bin/${name}`),
    );
    expect(order).toEqual([...order].sort((left, right) => left - right));
  });

  it('is among the applications on macOS', () => {
    expect(installedBrowsers({ ...machine, platform: 'darwin' })[1]).toBe(
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    );
  });

  it('is in the program folders on Windows', () => {
    expect(installedBrowsers({ ...machine, platform: 'win32' })).toContain(
      'C:\\Program Files\\Microsoft\\Edge\\Application\\msedge.exe',
    );
  });

  it('is nowhere without a path', () => {
    expect(installedBrowsers({ ...machine, path: '', platform: 'linux' })).toEqual([]);
  });
});
