import { existsIn, type ComponentEntry } from '../component-entry';
import { refTrouble, urlTrouble } from '../git-words';
import { fillPlaceholders, placeholdersOf, placeholderValue } from '../placeholders';
import { repositoryPathTrouble } from '../repository-path';
import { pathOf, type Judged, type Rule } from './judged';
import { quoted, type Finding, type ManifestPath } from './problem';
import { templatesOf } from './templates';

/** Addresses of repositories and of the ledger: nothing that git could take for an option or a program to run. */
export const unsafeUrls: Rule = ({ manifest }) => [
  ...Object.entries(manifest.repos).flatMap(([repo, { url }]) => urlFindings(['repos', repo, 'url'], url)),
  ...(manifest.ledger === undefined || isRemoteName(manifest.ledger.remote)
    ? []
    : urlFindings(['ledger', 'remote'], manifest.ledger.remote)),
];

export const unsafeRefs: Rule = ({ manifest, entries }) => [
  ...Object.entries(manifest.environments).flatMap(([name, { branch }]) =>
    refFindings(['environments', name, 'branch'], branch),
  ),
  ...Object.entries(manifest.repos).flatMap(([repo, { defaultBranch }]) =>
    refFindings(['repos', repo, 'defaultBranch'], defaultBranch),
  ),
  ...entries.flatMap((entry) =>
    Object.entries(entry.declaration.pages?.branches ?? {}).flatMap(([name, { branch }]) =>
      refFindings([...pathOf(entry), 'pages', 'branches', name, 'branch'], branch),
    ),
  ),
];

/** Paths stay inside the repository, also once their placeholders are filled in. */
export const unsafePaths: Rule = (judged) =>
  judged.entries.flatMap((entry) => [
    ...literalPaths(entry).flatMap(literalFindings),
    ...folderFindings(judged, entry),
  ]);

interface LiteralPath {
  readonly path: ManifestPath;
  readonly text: string;
}

function literalPaths(entry: ComponentEntry): LiteralPath[] {
  const path = pathOf(entry);
  const { paths = [], prepare = [], migrations } = entry.declaration;
  return [
    ...paths.map((text, index) => ({ path: [...path, 'paths', index], text: text.replace(/^!/, '') })),
    ...(migrations === undefined
      ? []
      : [{ path: [...path, 'migrations', 'folder'], text: migrations.folder }]),
    ...prepare.flatMap((each, index) => {
      if (typeof each === 'string') return [];
      const lists: [string, readonly string[]][] = [
        ['keyedBy', each.keyedBy ?? []],
        ['keeps', each.keeps ?? []],
      ];
      return lists.flatMap(([key, texts]) =>
        texts.map((text, at) => ({ path: [...path, 'prepare', index, key, at], text })),
      );
    }),
  ];
}

function literalFindings({ path, text }: LiteralPath): Finding[] {
  const [placeholder] = placeholdersOf(text);
  if (placeholder === undefined) return pathFindings(path, text);
  return [
    {
      path,
      message: `${quoted(text)}: {${placeholder}} is not filled in here`,
      allowed: 'these paths are the same in every environment',
    },
  ];
}

/** The `in` of commands, with the values of every environment. */
function folderFindings({ manifest }: Judged, entry: ComponentEntry): Finding[] {
  const folders = templatesOf(entry).filter(
    ({ path, part }) =>
      path.at(-1) === 'in' &&
      ['prepare', 'test', 'deploy', 'connect', 'checks'].includes(part) &&
      path.length <= 7,
  );
  return folders.flatMap(({ path, text }) => {
    const plain = pathFindings(path, text);
    if (plain.length > 0) return plain;
    const places = Object.entries(manifest.environments).filter(([environment]) =>
      existsIn(entry, environment),
    );
    for (const [environment, declaration] of places) {
      const filled = fillPlaceholders(text, (name) =>
        placeholderValue(name, entry, { environment, declaration }),
      );
      const trouble = filled === text ? null : repositoryPathTrouble(filled);
      if (trouble !== null)
        return [{ path, message: `${quoted(text)} is ${quoted(filled)} in ${environment}: ${trouble}` }];
    }
    return [];
  });
}

function pathFindings(path: ManifestPath, text: string): Finding[] {
  const trouble = repositoryPathTrouble(text);
  if (trouble === null) return [];
  return [
    {
      path,
      message: `${quoted(text)} cannot be a path: ${trouble}`,
      allowed: 'write it from the root of the repository, such as resources/database',
    },
  ];
}

function urlFindings(path: ManifestPath, url: string): Finding[] {
  const trouble = urlTrouble(url);
  if (trouble === null) return [];
  return [
    {
      path,
      message: `${quoted(withoutPassword(url))} cannot be an address for git: ${trouble}`,
      allowed: 'write git@host:owner/name.git or https://host/owner/name.git',
    },
  ];
}

/** A secret that stands in the file by mistake is not spread further by the message about it. */
function withoutPassword(url: string): string {
  return url.replace(/\/\/[^/@]*@/, '//…@');
}

function refFindings(path: ManifestPath, ref: string | undefined): Finding[] {
  const trouble = ref === undefined ? null : refTrouble(ref);
  if (ref === undefined || trouble === null) return [];
  return [
    {
      path,
      message: `${quoted(ref)} cannot be a branch: ${trouble}`,
      allowed: 'write the name of a branch, such as main',
    },
  ];
}

function isRemoteName(text: string): boolean {
  return /^[A-Za-z0-9_][\w.-]*$/.test(text);
}
