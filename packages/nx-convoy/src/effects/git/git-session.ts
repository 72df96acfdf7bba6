import { simpleGit, type SimpleGit } from 'simple-git';

export interface GitSettings {
  /** The whole environment of git: nothing else is inherited. */
  readonly environment: Readonly<Record<string, string>>;
  /** URL prefix → what it stands for; the sandbox's remotes. */
  readonly rewrites?: Readonly<Record<string, string>>;
}

/** Ours to set, since we set them to less than git allows by itself. */
const TIGHTENED = {
  allowUnsafeHooksPath: true,
  allowUnsafeProtocolOverride: true,
  allowUnsafeConfigPaths: true,
  allowUnsafeSshCommand: true,
  allowUnsafeAskPass: true,
};

/** git in a folder, never asking a person, running no hook and no configuration of a fetched repository. */
export function gitSession(folder: string, settings: GitSettings, extra: Readonly<Record<string, string>> = {}): SimpleGit {
  const rewrites = Object.entries(settings.rewrites ?? {}).map(([prefix, path]) => `url.${path}.insteadOf=${prefix}`);
  const config = ['core.hooksPath=/dev/null', 'protocol.ext.allow=never', 'submodule.recurse=false', 'gc.auto=0', 'core.autocrlf=false', ...rewrites];
  return simpleGit({ baseDir: folder, config, unsafe: TIGHTENED }).env({ ...settings.environment, GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C', ...extra });
}

/** What git said, without passwords in URLs. */
export function gitMessage(cause: unknown): string {
  const text = cause instanceof Error ? cause.message : String(cause);
  return text.replace(/(\w+:\/\/[^\s:/@]*:)[^\s@/]+@/g, '$1***@').trim();
}
