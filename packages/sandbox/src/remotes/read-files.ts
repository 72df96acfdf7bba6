import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The content of every file under a folder by its path, with `/` between folders. */
export async function readFiles(folder: string): Promise<Map<string, Buffer>> {
  const entries = await readdir(folder, { withFileTypes: true });
  const found = new Map<string, Buffer>();
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (!entry.isDirectory()) {
      found.set(entry.name, await readFile(path));
    } else if (!LEFT_BY_TOOLS.has(entry.name)) {
      for (const [inner, content] of await readFiles(path)) found.set(`${entry.name}/${inner}`, content);
    }
  }
  return found;
}

// Somebody who runs a sample's own tools in place leaves these behind; they must not change a hash.
const LEFT_BY_TOOLS = new Set(['node_modules', '__pycache__', '.serverless', 'dist', 'python', 'python.tmp']);
