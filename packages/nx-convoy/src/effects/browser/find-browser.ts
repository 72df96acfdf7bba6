import { exists } from '../exists';
import { installedBrowsers, type Machine } from './installed-browsers';
import { packagedChromium } from './packaged-chromium';

export interface FoundBrowser {
  readonly path: string;
  /** What its process needs beside the usual. */
  readonly variables: Readonly<Record<string, string>>;
}

export interface BrowserPlaces {
  /** The workspace. */
  readonly root: string;
  /** Its folder `.convoy`. */
  readonly home: string;
  /** `CONVOY_BROWSER`; null: not set. */
  readonly wanted: string | null;
  readonly machine: Machine;
}

export type Search =
  | { readonly type: 'found'; readonly browser: FoundBrowser }
  | { readonly type: 'none'; readonly message: string; readonly remedy: string };

/** The browser that a person names, else an installed one, else the one that travels in an npm package. */
export async function findBrowser({ root, home, wanted, machine }: BrowserPlaces): Promise<Search> {
  if (wanted !== null) {
    if (await exists(wanted)) return { type: 'found', browser: { path: wanted, variables: {} } };
    const remedy = 'unset CONVOY_BROWSER, or let it name the program';
    return { type: 'none', message: `CONVOY_BROWSER names ${wanted}, which is not there`, remedy };
  }
  for (const path of installedBrowsers(machine))
    if (await exists(path)) return { type: 'found', browser: { path, variables: {} } };
  const packaged = await packagedChromium(root, home);
  if (packaged !== null) return { type: 'found', browser: packaged };
  return {
    type: 'none',
    message: 'no Chromium, Chrome or Edge was found',
    remedy:
      machine.platform === 'linux'
        ? 'npm install --save-dev @sparticuz/chromium   (or install Chromium, or set CONVOY_BROWSER)'
        : 'install Chrome or Edge, or set CONVOY_BROWSER to the program',
  };
}
