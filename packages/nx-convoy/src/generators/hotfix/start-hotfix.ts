import type { Tree } from '@nx/devkit';
import { applyEdits, modify } from 'jsonc-parser';
import { confirmWord } from '../../decide/confirm-word';
import { hotfixBranch } from '../../decide/hotfix-branch';
import { releasePath } from '../../decide/release-path';
import type { ComponentEntry } from '../../model/component-entry';
import { refUnsafe } from '../../model/errors';
import { refNotFound } from '../../model/generator-errors';
import { refTrouble } from '../../model/git-words';
import { hotfixExists } from '../../model/hotfix-errors';
import type { Manifest } from '../../model/manifest';
import { manifestIn } from '../manifest-in';
import type { OpenActingWorld } from '../open-world';
import { hotfixComponent } from './hotfix-component';
import type { HotfixOptions } from './schema';

/** The branch of a hotfix, at what production's branch is at its remote now: a local one may be old. */
export async function startHotfix(
  tree: Tree,
  options: HotfixOptions,
  open: OpenActingWorld,
): Promise<() => Promise<void>> {
  const manifest = manifestIn(tree);
  const entry = hotfixComponent(manifest, options);
  const branch = hotfixBranch(options.name);
  const trouble = refTrouble(branch);
  if (trouble !== null) throw refUnsafe(branch, trouble);
  const path = releasePath(manifest);
  const production = path.at(-1) ?? '';
  const base = manifest.environments[production]?.branch ?? 'main';
  const { world } = await open(tree.root, path[0] ?? production);
  const repo = { name: entry.repo, url: entry.url };
  const [head, there] = await Promise.all(
    [base, branch].map((name) => world.repos.resolve(repo, `refs/heads/${name}`)),
  );
  if (head == null) throw refNotFound(repo.name, base);
  if (there != null) throw hotfixExists(repo.name, branch);
  world.output.line(
    `${repo.name}  ${branch} from ${base} of ${production}, at its remote ${head.slice(0, 7)}`,
  );
  if (options.check !== undefined) {
    addCheck(tree, entry, { http: options.check, status: 200, hotfix: options.name });
    world.output.line(`${entry.name}  repos.json: a check that ${options.check} answers with 200`);
  }
  return async () => {
    await world.repos.ensure(repo, head);
    const move = { ref: `refs/heads/${branch}`, expected: null, to: head };
    const pushed = await world.merges.move(repo, move);
    if (pushed.type === 'rejected') throw hotfixExists(repo.name, branch);
    for (const line of nextSteps({ entry, hotfix: options.name, path }, manifest)) world.output.line(line);
  };
}

interface HotfixCheck {
  readonly http: string;
  readonly status: number;
  /** Its name: no environment is entered before the check has passed in the one before. */
  readonly hotfix: string;
}

/** Comments and everything else in the file stay as they are. */
function addCheck(tree: Tree, entry: ComponentEntry, check: HotfixCheck): void {
  const text = tree.read('repos.json', 'utf8') ?? '{}';
  const checks = entry.declaration.checks ?? [];
  if (checks.some((each) => 'http' in each && each.http === check.http && each.hotfix === check.hotfix))
    return;
  const path = ['repos', entry.repo, 'components', entry.name, 'checks', checks.length];
  const formattingOptions = { insertSpaces: true, tabSize: 2 };
  const edits = modify(text, path, check, { formattingOptions, isArrayInsertion: true });
  tree.write('repos.json', applyEdits(text, edits));
}

interface Started {
  readonly entry: ComponentEntry;
  /** Its name. */
  readonly hotfix: string;
  /** Environments on the way to production. */
  readonly path: readonly string[];
}

function nextSteps({ entry: { name, repo }, hotfix, path }: Started, manifest: Manifest): string[] {
  const branch = hotfixBranch(hotfix);
  return [
    `mend it:  in a checkout of ${repo}:  git fetch && git switch ${branch}  … commit, push`,
    ...path.flatMap((environment, index) => {
      const confirm = confirmWord(manifest, environment);
      const word = index === 0 ? '' : ' --hotfix --reason="…"';
      const indent = ' '.repeat(environment.length);
      return [
        `${environment}:  npx nx g nx-convoy:hotfix pin ${hotfix} --component=${name} --environment=${environment} && git add -A && git commit -m "fix(pins): ${environment} to ${branch}"`,
        `${indent}   npx nx deploy ${name} --configuration=${environment}${confirm}${word}`,
        `${indent}   npx nx run-many -t verify --configuration=${environment}`,
      ];
    }),
    `at last:  npx nx g nx-convoy:hotfix finish ${hotfix}`,
  ];
}
