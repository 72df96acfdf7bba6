import { join } from 'node:path';

/** Where a deployment's built files lie. */
export function siteFolder(folder: string, id: string): string {
  return join(folder, 'sites', id);
}
