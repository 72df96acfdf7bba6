import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { errorsPage } from './errors-page';
import { executorSchemas } from './flag-schemas';
import { documentSchemas, manifestJsonSchema } from './json-schemas';

// Writes what is generated from the sources. With --check it writes nothing and exits with 1 where a file is not what its source says.

const root = join(__dirname, '..');
const files = new Map<string, string>([
  ['packages/nx-convoy/repos.schema.json', manifestJsonSchema()],
  ['docs/errors.md', errorsPage()],
  ...executorSchemas(root),
  ...documentSchemas().map(({ name, text }): [string, string] => [`docs/schemas/${name}.json`, text]),
]);

const differing = [...files].filter(([path, text]) => read(join(root, path)) !== text);
if (process.argv.includes('--check')) {
  for (const [path] of differing)
    process.stderr.write(`${path} is not what its source says; type: npm run generate\n`);
  process.exitCode = differing.length === 0 ? 0 : 1;
} else {
  for (const [path, text] of differing) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
    process.stdout.write(`wrote ${path}\n`);
  }
}

function read(path: string): string | null {
  return existsSync(path) ? readFileSync(path, 'utf8').replaceAll('\r\n', '\n') : null;
}
