interface Host {
  /** Owner and name of the repository. */
  readonly path: RegExp;
  commit(commit: string): string;
  compare(from: string, to: string): string;
}

const TWO_PARTS = /^[\w.-]+\/[\w.-]+$/;
const HOSTS: Readonly<Record<string, Host>> = {
  'github.com': {
    path: TWO_PARTS,
    commit: (commit) => `commit/${commit}`,
    compare: (from, to) => `compare/${from}...${to}`,
  },
  'gitlab.com': {
    path: /^[\w.-]+(?:\/[\w.-]+)+$/,
    commit: (commit) => `-/commit/${commit}`,
    compare: (from, to) => `-/compare/${from}...${to}`,
  },
  'bitbucket.org': {
    path: TWO_PARTS,
    commit: (commit) => `commits/${commit}`,
    compare: (from, to) => `branches/compare/${to}%0D${from}`,
  },
};
const ADDRESS =
  /^(?:git@(?<scp>[\w.-]+):|(?:https|ssh):\/\/(?:git@)?(?<host>[\w.-]+)\/)(?<path>[\w./-]+?)(?:\.git)?\/?$/;

/** Where a person sees what changed between two commits; null: it is not known how the host shows that. */
export function compareLink(url: string, from: string | null, to: string): string | null {
  return from === null || from === to ? commitLink(url, to) : link(url, (host) => host.compare(from, to));
}

/** Where a person sees a commit. */
export function commitLink(url: string, commit: string): string | null {
  return link(url, (host) => host.commit(commit));
}

function link(url: string, page: (host: Host) => string): string | null {
  const { scp, host = scp ?? '', path = '' } = ADDRESS.exec(url)?.groups ?? {};
  const known = Object.hasOwn(HOSTS, host) ? HOSTS[host] : undefined;
  return known?.path.test(path) === true ? `https://${host}/${path}/${page(known)}` : null;
}
