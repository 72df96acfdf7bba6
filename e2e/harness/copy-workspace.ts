import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { builtPlugin } from './built-plugin';
import { CHECKOUT, workspaceFiles } from './workspace-files';

/** Where the plugin of a copy comes from: its sources, as in this checkout, or installed, as a team has it. */
export type PluginFrom = 'sources' | 'package';

/**
 * A copy of this checkout as a git repository of its own, so that tests neither use nor disturb the checkout's sandbox. Packages are
 * linked, not copied; the workspace's own packages are those of the copy. It gets a folder of its own, or the one that is named.
 */
export function copyWorkspace(plugin: PluginFrom, place?: string): string {
  const root = place ?? mkdtempSync(join(tmpdir(), 'convoy-e2e-'));
  // Where it is named, too, it is for its owner alone: a sandbox has secrets.
  mkdirSync(root, { recursive: true, mode: 0o700 });
  for (const file of workspaceFiles()) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    cpSync(join(CHECKOUT, file), join(root, file));
  }
  linkPackages(root);
  if (plugin === 'package') installPlugin(root);
  const git = (...args: string[]): void => void execFileSync('git', args, { cwd: root, stdio: 'ignore' });
  git('init', '--initial-branch=main');
  git('add', '--all');
  git('-c', 'user.name=e2e', '-c', 'user.email=e2e@example.invalid', 'commit', '--message=workspace');
  return root;
}

/** As npm leaves it: a folder of its own under node_modules, and no sources that Nx would prefer. */
function installPlugin(root: string): void {
  const installed = join(root, 'node_modules', 'nx-convoy');
  rmSync(installed);
  rmSync(join(root, 'packages', 'nx-convoy'), { recursive: true });
  cpSync(builtPlugin(), installed, { recursive: true });
  const nested = join(CHECKOUT, 'packages', 'nx-convoy', 'node_modules');
  if (existsSync(nested)) symlinkSync(nested, join(installed, 'node_modules'));
  const path = join(root, 'tsconfig.base.json');
  const { compilerOptions, ...rest } = JSON.parse(readFileSync(path, 'utf8')) as { compilerOptions: object };
  writeFileSync(path, JSON.stringify({ ...rest, compilerOptions: { ...compilerOptions, paths: {} } }));
}

function linkPackages(root: string): void {
  const own = new Map([
    ['nx-convoy', 'packages/nx-convoy'],
    ['sandbox', 'packages/sandbox'],
  ]);
  mkdirSync(join(root, 'node_modules'));
  for (const entry of readdirSync(join(CHECKOUT, 'node_modules'))) {
    const target = own.get(entry);
    symlinkSync(
      target === undefined ? join(CHECKOUT, 'node_modules', entry) : join(root, target),
      join(root, 'node_modules', entry),
    );
  }
  for (const folder of own.values()) {
    const nested = join(CHECKOUT, folder, 'node_modules');
    if (existsSync(nested)) symlinkSync(nested, join(root, folder, 'node_modules'));
  }
}
