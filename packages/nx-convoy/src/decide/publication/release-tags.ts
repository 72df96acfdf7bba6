/** A component of the release. */
export interface TaggedComponent {
  readonly component: string;
  readonly repo: string;
  readonly url: string;
  readonly commit: string;
}

export interface ReleaseTag {
  readonly repo: string;
  readonly url: string;
  readonly tag: string;
  readonly commit: string;
}

/** The tags of the source repositories: one where all components of a repository are at one commit, else one for each of them. */
export function releaseTags(name: string, components: readonly TaggedComponent[]): ReleaseTag[] {
  const repos = [...new Set(components.map(({ repo }) => repo))];
  return repos.flatMap((repo) => {
    const own = components.filter((each) => each.repo === repo);
    const isOne = new Set(own.map(({ commit }) => commit)).size === 1;
    const tagged = isOne ? own.slice(0, 1) : own;
    return tagged.map(({ url, component, commit }) => ({
      repo,
      url,
      tag: isOne ? name : `${name}/${component}`,
      commit,
    }));
  });
}
