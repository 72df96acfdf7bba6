import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The version of this plugin. */
export async function pluginVersion(): Promise<string> {
  const { version } = JSON.parse(await readFile(join(__dirname, '..', '..', 'package.json'), 'utf8')) as {
    version: string;
  };
  return version;
}
