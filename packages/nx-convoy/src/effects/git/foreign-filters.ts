// `filter.<name>.smudge` is a command that git runs for each file of a checkout. Which name is for which file stands in .gitattributes, which a
// fetched repository brings along; what it runs stands in a configuration, and that of a mirror may have been written by the repository's own
// commands, which work in its worktrees.

const OF_REPOSITORY = ['local', 'worktree'];

/** For `git config`: every filter that is configured, and where. */
export const LIST_FILTERS = ['config', '--null', '--show-scope', '--get-regexp', '^filter\\.'] as const;

interface Setting {
  readonly scope: string;
  readonly key: string;
  readonly value: string;
}

/**
 * Settings under which filters that the repository configures do what the person's own configuration says, or nothing. Fields that the
 * repository does not set are left alone: an empty `process`, say, is not the same to git as none.
 */
export function withoutForeignFilters(listed: string): (readonly [key: string, value: string])[] {
  const settings = settingsOf(listed);
  const foreign = settings.filter(({ scope }) => OF_REPOSITORY.includes(scope)).map(({ key }) => key);
  return [...new Set(foreign)].map((key) => {
    const own = settings.findLast((each) => each.key === key && !OF_REPOSITORY.includes(each.scope));
    return [key, own?.value ?? (key.endsWith('.required') ? 'false' : '')];
  });
}

/** Scope and setting take turns, each ended by a zero; a setting is a key, a line break and the value. */
function settingsOf(listed: string): Setting[] {
  const parts = listed.split('\0');
  return parts.flatMap((scope, index) => {
    const setting = parts[index + 1];
    if (index % 2 === 1 || setting === undefined) return [];
    const at = setting.indexOf('\n');
    return [
      {
        scope,
        key: at === -1 ? setting : setting.slice(0, at),
        value: at === -1 ? 'true' : setting.slice(at + 1),
      },
    ];
  });
}
