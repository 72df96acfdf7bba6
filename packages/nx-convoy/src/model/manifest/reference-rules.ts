import type { ComponentEntry } from '../component-entry';
import { pageReferences } from '../page-references';
import { pathOf, type Rule } from './judged';
import { quoted, type Finding, type ManifestPath } from './problem';

const REFERENCE = /^\$[A-Za-z_][A-Za-z0-9_]*$/;
const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Secrets stand in the manifest only by the name of an environment variable. */
export const malformedReferences: Rule = ({ manifest, entries }) => [
  ...Object.entries(manifest.environments).flatMap(([name, { announce }]) => {
    const path = ['environments', name, 'announce', 'slack'];
    return Object.entries(announce?.slack ?? {}).flatMap(([key, text]) =>
      key === 'channel' ? [] : referenceFindings([...path, key], text),
    );
  }),
  ...entries.flatMap((entry) => {
    const { checks = [], migrations, pages, variables = [] } = entry.declaration;
    const path = pathOf(entry);
    const references: [ManifestPath, string | undefined][] = [
      [[...path, 'pages', 'account'], pages?.account],
      [[...path, 'pages', 'token'], pages?.token],
      [[...path, 'migrations', 'scratch'], migrations?.scratch],
      ...checks.map((check, index): [ManifestPath, string | undefined] => [
        [...path, 'checks', index, 'bearer'],
        'bearer' in check ? check.bearer : undefined,
      ]),
      ...checks.flatMap((check, index) =>
        pageReferences(check).map((text): [ManifestPath, string] => [
          [...path, 'checks', index, 'steps'],
          text,
        ]),
      ),
    ];
    return [
      ...references.flatMap(([place, text]) => referenceFindings(place, text)),
      ...variables.flatMap((name, index) => variableFindings([...path, 'variables', index], name)),
    ];
  }),
];

function referenceFindings(path: ManifestPath, text: string | undefined): Finding[] {
  if (text === undefined || REFERENCE.test(text)) return [];
  // Not quoted: it may be the secret itself.
  const message = `${quoted(path.at(-1))} is not a reference to an environment variable`;
  const didYouMean = /^\$?\{?[A-Z_][A-Z0-9_]*\}?$/.test(text) ? `$${text.replace(/[${}]/g, '')}` : null;
  return [
    {
      path,
      message,
      allowed: 'write $ and the name of the variable, such as $TOKEN; its value never stands here',
      didYouMean,
    },
  ];
}

function variableFindings(path: ManifestPath, name: string): Finding[] {
  if (VARIABLE.test(name)) return [];
  const bare = name.replace(/^\$\{?|\}$/g, '');
  const didYouMean = VARIABLE.test(bare) ? bare : null;
  return [
    {
      path,
      message: `${quoted(name)} is no name of an environment variable`,
      allowed: '"variables" lists names without $',
      didYouMean,
    },
  ];
}

/** An alias that Lambda would refuse, or that would not be one. */
export const brokenAliases: Rule = ({ entries }) =>
  entries.flatMap((entry) =>
    (entry.declaration.observes?.functions ?? []).flatMap(({ alias }, index) => {
      if (alias === undefined || (/^[A-Za-z0-9_-]{1,128}$/.test(alias) && !/^\d+$/.test(alias))) return [];
      const path = [...pathOf(entry), 'observes', 'functions', index, 'alias'];
      return [
        {
          path,
          message: `${quoted(alias)} cannot be an alias`,
          allowed: 'must be letters, digits, “_” and “-”, not digits alone, and never $LATEST',
        },
      ];
    }),
  );

/** Checks that have nothing to look at. */
export const pointlessChecks: Rule = ({ entries }) =>
  entries.flatMap((entry) =>
    (entry.declaration.checks ?? []).flatMap((check, index) => {
      const path = [...pathOf(entry), 'checks', index];
      if ('pages' in check && entry.declaration.pages === undefined) return [lacking(path, entry, 'pages')];
      if ('schema' in check && entry.declaration.migrations === undefined)
        return [lacking(path, entry, 'migrations')];
      if ('alarms' in check && (entry.declaration.alarms ?? []).length === 0)
        return [lacking(path, entry, 'alarms')];
      const url = 'http' in check ? check.http : 'graphql' in check ? check.graphql : 'https://';
      if (/^(https?:\/\/|\{)/.test(url)) return [];
      const key = 'http' in check ? 'http' : 'graphql';
      return [
        {
          path: [...path, key],
          message: `${quoted(url)} is no web address`,
          allowed: 'must begin with https:// or a placeholder',
        },
      ];
    }),
  );

function lacking(path: ManifestPath, entry: ComponentEntry, key: string): Finding {
  return {
    path,
    message: `${entry.name} has no ${quoted(key)} that this check could look at`,
    allowed: `add ${quoted(key)} or remove the check`,
  };
}
