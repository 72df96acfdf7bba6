import type { BrowserPlaces } from '../effects/browser/find-browser';
import type { Variables } from './place';

/** Where a browser is looked for: `home` is the workspace's folder `.convoy`. */
export function browserPlaces(root: string, home: string, variables: Variables): BrowserPlaces {
  const folders = ['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA'].map((name) => variables[name]);
  return {
    root,
    home,
    wanted: variables['CONVOY_BROWSER'] ?? null,
    machine: {
      platform: process.platform,
      path: variables['PATH'] ?? '',
      programFolders: folders.filter((folder) => folder !== undefined),
    },
  };
}
