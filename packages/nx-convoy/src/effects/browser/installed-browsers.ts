import { posix, win32 } from 'node:path';

export interface Machine {
  readonly platform: NodeJS.Platform;
  /** The variable PATH. */
  readonly path: string;
  /** Folders that Windows keeps programs in. */
  readonly programFolders: readonly string[];
}

const ON_PATH = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'microsoft-edge-stable',
];
const ON_MAC = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
];
const ON_WINDOWS = [
  ['Chromium', 'Application', 'chrome.exe'],
  ['Google', 'Chrome', 'Application', 'chrome.exe'],
  ['Microsoft', 'Edge', 'Application', 'msedge.exe'],
];

/** Where Chromium, Chrome and Edge may be installed, in the order in which they are preferred. */
export function installedBrowsers({ platform, path, programFolders }: Machine): string[] {
  if (platform === 'win32')
    return ON_WINDOWS.flatMap((words) => programFolders.map((folder) => win32.join(folder, ...words)));
  const folders = path.split(':').filter((folder) => folder !== '');
  const found = ON_PATH.flatMap((name) => folders.map((folder) => posix.join(folder, name)));
  return platform === 'darwin' ? [...ON_MAC, ...found] : found;
}
