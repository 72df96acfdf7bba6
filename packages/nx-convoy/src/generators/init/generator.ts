import { logger, readJson, writeJson, type Tree } from '@nx/devkit';
import { isDeepStrictEqual } from 'node:util';
import { COMPONENTS_README } from '../component-readme';
import { MANIFEST_FILE } from '../manifest-in';
import type { InitOptions } from './schema';

const IGNORED = ['.convoy', '.nx'];
const PLUGIN = 'nx-convoy';
const DEFAULTS = {
  analytics: false,
  neverConnectToCloud: true,
  cacheDirectory: '.nx/cache',
  // Nx starts three tasks at a time by default: prepares would hold the slot that the critical path waits for.
  parallel: 8,
};
// Under the daemon the closing table of a run is lost, and run hooks outlive a killed nx.
const FIXED = { useDaemonProcess: false };

/** Sets a workspace up. Safe to run again: what is there stays. */
export default function initGenerator(tree: Tree, options: InitOptions): void {
  if (!tree.exists(MANIFEST_FILE)) tree.write(MANIFEST_FILE, firstManifest(options));
  if (!tree.exists('components/README.md')) tree.write('components/README.md', COMPONENTS_README);
  if (!tree.exists('nx.json')) tree.write('nx.json', '{}\n');
  setUpNx(tree);
  tree.write('.gitignore', withIgnored(tree.read('.gitignore', 'utf8') ?? ''));
  logger.info('name your environments in repos.json, then add what you deploy:');
  logger.info('  npx nx g nx-convoy:component <name> --url=git@<host>:<owner>/<repository>.git');
}

/** Leaves the file, and how it is formatted, alone where nothing has to change. */
function setUpNx(tree: Tree): void {
  const before = readJson<Record<string, unknown>>(tree, 'nx.json');
  const after = settings(before);
  if (!isDeepStrictEqual(before, after)) writeJson(tree, 'nx.json', after);
}

function settings(before: Record<string, unknown>): Record<string, unknown> {
  const missing = Object.entries(DEFAULTS).filter(([key]) => !Object.hasOwn(before, key));
  return { ...before, ...Object.fromEntries(missing), ...FIXED, plugins: withPlugin(before['plugins']) };
}

function withPlugin(before: unknown): unknown[] {
  const plugins: unknown[] = Array.isArray(before) ? before : [];
  const there = plugins.some((each) => each === PLUGIN || (isRecord(each) && each['plugin'] === PLUGIN));
  return there ? plugins : [...plugins, { plugin: PLUGIN }];
}

function withIgnored(text: string): string {
  const lines = text.split(/\r?\n/).map((line) => line.trim().replace(/^\/|\/$/g, ''));
  const missing = IGNORED.filter((name) => !lines.includes(name));
  if (missing.length === 0) return text;
  const separator = text === '' || text.endsWith('\n') ? '' : '\n';
  return `${text}${separator}${missing.join('\n')}\n`;
}

function firstManifest({ account = '000000000000', region = 'us-east-1' }: InitOptions): string {
  return `{
  "$schema": "./node_modules/nx-convoy/repos.schema.json",
  // Receipts of each environment: branch deployments/<environment> at this remote of the workspace.
  "ledger": { "remote": "origin" },

  "environments": {
    // The AWS account (12 digits) and region; an identity of another account is refused.
    "dev": { "account": "${account}", "region": "${region}", "allowSource": true }
  },

  // npx nx g nx-convoy:component <name> --url=… adds to this.
  "repos": {}
}
`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
