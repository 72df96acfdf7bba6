import { delimiter, dirname } from 'node:path';

/** What programs need to start at all; everything else (credentials, proxies, endpoints, profiles) stays outside. */
const needed = [
  'PATH',
  'LANG',
  'LC_ALL',
  'LC_CTYPE',
  'TZ',
  'SystemRoot',
  'SYSTEMROOT',
  'PATHEXT',
  'COMSPEC',
  'NUMBER_OF_PROCESSORS',
];

export interface ScrubbedFolders {
  readonly home: string;
  readonly temporary: string;
}

/** The environment of a service: functions that run inside the emulator see all of it. */
export function scrubEnvironment(inherited: NodeJS.ProcessEnv, folders: ScrubbedFolders): NodeJS.ProcessEnv {
  const kept = Object.fromEntries(Object.entries(inherited).filter(([name]) => needed.includes(name)));
  return {
    ...kept,
    // Functions in JavaScript run on the node that runs us, not on whichever comes first.
    PATH: [dirname(process.execPath), inherited['PATH'] ?? inherited['Path'] ?? ''].join(delimiter),
    HOME: folders.home,
    USERPROFILE: folders.home,
    TMPDIR: folders.temporary,
    TEMP: folders.temporary,
    TMP: folders.temporary,
  };
}
