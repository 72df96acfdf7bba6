import type { SourceFile } from '../../model/source-file';

/** A version of a package that a file of a component names. */
export interface PackageVersion {
  readonly package: string;
  readonly version: string;
  readonly file: string;
}

/** Files in which versions stand; a lock file says what is really installed. */
export const PACKAGE_FILES = ['/package.json', '/package-lock.json', '/requirements.txt', '/pyproject.toml'];

/** The versions of the named packages. Where a lock file has one, what its package.json asks for says nothing more. */
export function packageVersions(files: readonly SourceFile[], names: readonly string[]): PackageVersion[] {
  const found = files.flatMap((file) => versionsIn(file, names));
  const locked = new Set(
    found
      .filter(({ file }) => file.endsWith('package-lock.json'))
      .map((each) => `${folderOf(each.file)} ${each.package}`),
  );
  return found.filter(
    (each) => !each.file.endsWith('package.json') || !locked.has(`${folderOf(each.file)} ${each.package}`),
  );
}

function versionsIn({ path: file, text }: SourceFile, names: readonly string[]): PackageVersion[] {
  const versions = readerOf(file)(text);
  return names.flatMap((name) => {
    const version = versions[name.toLowerCase()];
    return version === undefined ? [] : [{ package: name, version, file }];
  });
}

type Versions = Readonly<Record<string, string>>;

function readerOf(file: string): (text: string) => Versions {
  if (file.endsWith('package-lock.json')) return lockedVersions;
  if (file.endsWith('package.json')) return wishedVersions;
  return pythonVersions;
}

function lockedVersions(text: string): Versions {
  const { packages = {} } = parsed(text) as { packages?: Record<string, { version?: string }> };
  const direct = Object.entries(packages).filter(([path]) => /^node_modules\/(@[^/]+\/)?[^/]+$/.test(path));
  return Object.fromEntries(
    direct.flatMap(([path, { version }]) =>
      version === undefined ? [] : [[path.slice('node_modules/'.length).toLowerCase(), version]],
    ),
  );
}

function wishedVersions(text: string): Versions {
  const { dependencies = {}, devDependencies = {} } = parsed(text) as Record<string, Versions>;
  return Object.fromEntries(
    Object.entries({ ...devDependencies, ...dependencies }).map(([name, version]) => [
      name.toLowerCase(),
      version,
    ]),
  );
}

/** `name==1.2.3` of a requirements file, or `"name==1.2.3"` and `name = "1.2.3"` of a project file. */
function pythonVersions(text: string): Versions {
  const found = text.matchAll(
    /^[\s"']*([A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[^\]]*\])?\s*(?:==\s*([0-9][^\s;,"'\\]*)|=\s*"[\^~=]*([0-9][^"]*)")/gm,
  );
  return Object.fromEntries(
    [...found].map(([, name = '', exact, wished]) => [name.toLowerCase(), exact ?? wished ?? '']),
  );
}

function parsed(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

function folderOf(file: string): string {
  return file.slice(0, Math.max(0, file.lastIndexOf('/')));
}
