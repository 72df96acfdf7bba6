import { logger, type Tree } from '@nx/devkit';
import { applyEdits, modify } from 'jsonc-parser';
import { presented } from '../../hooks/presented';
import { componentEntry } from '../../model/component-entry';
import { pinCommand } from '../../model/errors';
import { nameTaken, urlMissing } from '../../model/generator-errors';
import type { Manifest } from '../../model/manifest';
import { componentReadme } from '../component-readme';
import { checkedManifest, MANIFEST_FILE, manifestIn } from '../manifest-in';
import type { ComponentOptions } from './schema';

export default function componentGenerator(tree: Tree, options: ComponentOptions): void {
  try {
    addComponent(tree, options);
  } catch (error) {
    throw presented(error);
  }
}

/** Adds a component to repos.json without touching its comments, and refuses what would make the file invalid. */
function addComponent(tree: Tree, options: ComponentOptions): void {
  const { name, repo = options.name, description = `${name} of ${repo}` } = options;
  const manifest = manifestIn(tree);
  const taken = componentEntry(manifest, name);
  if (taken !== null) throw nameTaken(name, taken.repo);
  const edited = edit(
    tree.read(MANIFEST_FILE, 'utf8') ?? '',
    editOf(manifest, { ...options, repo, description }),
  );
  checkedManifest(edited);
  tree.write(MANIFEST_FILE, edited);
  tree.write(`components/${name}/README.md`, componentReadme(name, `${description}.`));
  logger.info(`look it over in repos.json: prepare, deploy, what it observes, checks. Then pin it:`);
  for (const environment of Object.keys(manifest.environments))
    logger.info(`  ${pinCommand(environment, name)}`);
}

interface Edit {
  readonly path: (string | number)[];
  readonly value: unknown;
}

function editOf(manifest: Manifest, options: ComponentOptions & { repo: string; description: string }): Edit {
  const { name, repo, url } = options;
  const declaration = declarationOf(options);
  if (Object.hasOwn(manifest.repos, repo))
    return { path: ['repos', repo, 'components', name], value: declaration };
  if (url === undefined) throw urlMissing(repo, Object.keys(manifest.repos));
  return { path: ['repos', repo], value: { url, components: { [name]: declaration } } };
}

function declarationOf({ kind, description, dependsOn, deploy }: ComponentOptions): object {
  const dependencies = (dependsOn ?? '').split(',').map((each) => each.trim());
  return {
    kind,
    description,
    dependsOn: dependencies.filter((each) => each !== ''),
    paths: ['.'],
    prepare: [{ run: 'npm ci', keyedBy: ['package-lock.json'], keeps: ['node_modules'] }],
    deploy: deploy === undefined ? [] : [deploy],
    checks: [],
  };
}

function edit(text: string, { path, value }: Edit): string {
  const formattingOptions = { insertSpaces: true, tabSize: 2, eol: '\n' };
  return applyEdits(text, modify(text, path, value, { formattingOptions }));
}
