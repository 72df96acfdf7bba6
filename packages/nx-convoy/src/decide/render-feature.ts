import type { FeatureDocument, FeatureState } from '../model/feature-document';
import { unreachable } from '../model/unreachable';

type Row = FeatureDocument['components'][number];

/** Where a feature is, for a person: a line for each component that it changes, a column for each environment. */
export function renderFeature(document: FeatureDocument): string[] {
  const { feature, repos, next } = document;
  const having = repos.filter(({ branch }) => branch !== 'none').length;
  return [
    '',
    `${feature} · in ${having} of ${repos.length} ${repos.length === 1 ? 'repository' : 'repositories'}`,
    ...table(document),
    ...remarks(document),
    ...(next === null ? [] : [`then:  ${next}`]),
  ];
}

/** The same of one component, in one line. */
export function renderFeatureRow(
  { feature, components, repos, unchanged }: FeatureDocument,
  name: string,
): string {
  const row = components.find(({ component }) => component === name);
  if (row !== undefined) {
    const places = row.places.map(({ environment, state }) => `${environment}: ${said(state)}`);
    return `${name}  ${short(row.commit)}  ${places.join(', ')}`;
  }
  if (unchanged.includes(name)) return `${name}  its tree is not changed by ${feature}`;
  return `${name}  its repository has no ${feature}${repos.length === 1 ? '' : ', others have'}`;
}

function table({ environments, components }: FeatureDocument): string[] {
  if (components.length === 0) return ['  it changes no component'];
  const heads = environments.map(({ environment, closed }) =>
    closed ? `${environment} (closed)` : environment,
  );
  const rows = [
    ['component', 'commit', ...heads],
    ...components.map(({ component, commit, places }) => [
      component,
      commit.slice(0, 7),
      ...places.map(({ state }) => said(state)),
    ]),
  ];
  const widths = ['', '', ...heads].map((_head, index) =>
    Math.max(...rows.map((row) => row[index]?.length ?? 0)),
  );
  return rows.map((row) =>
    `  ${row.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join('  ')}`.trimEnd(),
  );
}

function said(state: FeatureState): string {
  switch (state) {
    case 'absent':
      return '–';
    case 'not-there':
      return 'not there';
    case 'pinned':
    case 'deployed':
    case 'verified':
      return state;
    default:
      return unreachable(state);
  }
}

function remarks({ feature, repos, unchanged, components }: FeatureDocument): string[] {
  return [
    ...unchanged.map((name) => `  ${name}: its tree is not changed`),
    ...repos.filter(({ branch }) => branch === 'none').map(({ repo }) => `  ${repo}: has no ${feature}`),
    ...repos
      .filter(({ branch }) => branch === 'gone')
      .map(({ repo, commit }) => `  ${repo}: the branch is gone; told by its last commit ${short(commit)}`),
    ...components.flatMap((row) => outdated(row, feature)),
  ];
}

/** Somebody pushed to the branch after it was pinned. */
function outdated({ component, places }: Row, feature: string): string[] {
  return places
    .filter(({ state, pin }) => (state === 'not-there' || state === 'deployed') && pin?.ref === feature)
    .map(
      ({ environment, pin }) =>
        `  ${component}: ${environment} is pinned to ${short(pin?.commit)}, an earlier commit of it`,
    );
}

function short(commit: string | null | undefined): string {
  return commit?.slice(0, 7) ?? '';
}
