import { execFile } from 'node:child_process';
import { mkdir, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { exists } from '../exists';
import { writeFileAtomically } from '../write-file-atomically';
import type { FoundBrowser } from './find-browser';

const PACKAGE = '@sparticuz/chromium';
const UNPACK_MILLISECONDS = 120_000;
/** Folder of our own fonts.conf. */
const FONT_SETTINGS = 'font-settings';

/** Unpacks in a process of its own: the package reads and writes the environment of whoever imports it. */
const UNPACK = (entry: string): string =>
  `import(${JSON.stringify(pathToFileURL(entry).href)}).then(({ default: chromium }) => chromium.executablePath())`;

/**
 * The browser that travels inside of an npm package, where the workspace has that: Linux on x64. Unpacked once below `.convoy/`, with the libraries that a bare system
 * lacks. null: the workspace does not have it.
 */
export async function packagedChromium(root: string, home: string): Promise<FoundBrowser | null> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return null;
  const found = locate(root);
  if (found === null) return null;
  const folder = join(home, 'browser', found.version);
  if (!(await exists(join(folder, 'chromium')))) await unpack(found.entry, folder);
  await writeFileAtomically(join(folder, FONT_SETTINGS, 'fonts.conf'), fontSettings(folder));
  return {
    path: join(folder, 'chromium'),
    variables: {
      LD_LIBRARY_PATH: join(folder, 'al2023', 'lib'),
      FONTCONFIG_PATH: join(folder, FONT_SETTINGS),
    },
  };
}

/** Those of the package name folders of AWS Lambda and /tmp: without any font the browser ends as soon as a page needs another than its first one. */
function fontSettings(folder: string): string {
  const places = [join(folder, 'fonts', 'fonts'), '/usr/share/fonts', '/usr/local/share/fonts'];
  return [
    '<?xml version="1.0"?>',
    '<!DOCTYPE fontconfig SYSTEM "fonts.dtd">',
    '<fontconfig>',
    ...places.map((place) => `  <dir>${escaped(place)}</dir>`),
    `  <cachedir>${escaped(join(folder, FONT_SETTINGS, 'cache'))}</cachedir>`,
    '</fontconfig>',
    '',
  ].join('\n');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

function locate(root: string): { entry: string; version: string } | null {
  const require = createRequire(join(root, 'package.json'));
  try {
    const entry = require.resolve(PACKAGE);
    const { version } = require(join(dirname(dirname(entry)), 'package.json')) as { version: string };
    return { entry, version };
  } catch {
    return null;
  }
}

/** Beside its place first: another process may be doing the same, and one that was killed leaves nothing that looks whole. */
async function unpack(entry: string, folder: string): Promise<void> {
  const beside = `${folder}.${process.pid}`;
  await rm(beside, { recursive: true, force: true });
  await mkdir(beside, { recursive: true });
  const run = promisify(execFile);
  // The name of the system whose libraries are to be unpacked too.
  const environment = { TMPDIR: beside, HOME: beside, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x' };
  const settings = { env: environment, timeout: UNPACK_MILLISECONDS };
  await run(process.execPath, ['--no-warnings', '--input-type=module', '--eval', UNPACK(entry)], settings);
  try {
    await rename(beside, folder);
  } catch (cause) {
    await rm(beside, { recursive: true, force: true });
    if (!(await exists(join(folder, 'chromium')))) throw cause;
  }
}
