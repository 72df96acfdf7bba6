import { getNodeValue, parseTree, printParseErrorCode, type ParseError } from 'jsonc-parser';
import { componentEntries } from './component-entry';
import { manifestSchema, type Manifest } from './manifest';
import { collisions } from './manifest/collision-rules';
import { brokenCommands } from './manifest/command-rules';
import { dependencyCycles, promotionCycles } from './manifest/cycle-rules';
import { duplicateKeys } from './manifest/duplicate-keys';
import { brokenFlagParameters, sharedFlagParameters } from './manifest/feature-flag-rules';
import type { Judged, Rule } from './manifest/judged';
import {
  duplicateComponents,
  unknownDependencies,
  unknownEnvironments,
  valueNames,
  valuesOfAbsence,
} from './manifest/name-rules';
import { outputReferences } from './manifest/output-rules';
import { missingValues, unknownPlaceholders } from './manifest/placeholder-rules';
import { problemAt, type Finding, type ManifestProblem } from './manifest/problem';
import { prune } from './manifest/prune';
import { brokenAliases, malformedReferences, pointlessChecks } from './manifest/reference-rules';
import { impossibleRollbacks } from './manifest/rollback-rules';
import { unsafePaths, unsafeRefs, unsafeUrls } from './manifest/safety-rules';
import { childOf } from './manifest/schema-walk';
import { shapeFindings } from './manifest/shape-findings';
import { locate, positionOf } from './manifest/source-map';

export type LoadedManifest =
  | { readonly type: 'loaded'; readonly manifest: Manifest }
  | { readonly type: 'invalid'; readonly problems: readonly ManifestProblem[] };

const RULES: readonly Rule[] = [
  duplicateComponents,
  unknownDependencies,
  unknownEnvironments,
  valuesOfAbsence,
  valueNames,
  dependencyCycles,
  promotionCycles,
  unknownPlaceholders,
  missingValues,
  outputReferences,
  unsafeUrls,
  unsafeRefs,
  unsafePaths,
  brokenCommands,
  malformedReferences,
  brokenAliases,
  pointlessChecks,
  impossibleRollbacks,
  brokenFlagParameters,
  sharedFlagParameters,
  collisions,
];

/** Reads repos.json: the manifest, or everything that is wrong with it in one go, in the order of the file. */
export function loadManifest(text: string): LoadedManifest {
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { allowTrailingComma: true });
  if (tree === undefined || errors.length > 0)
    return { type: 'invalid', problems: syntaxProblems(text, errors) };
  const document: unknown = getNodeValue(tree);
  const shape = shapeFindings(manifestSchema, document);
  const findings = [...shape, ...ruleFindings(document)];
  const problems = [...duplicateKeys(text, tree), ...findings.map((finding) => locate(finding, text, tree))];
  if (problems.length > 0) return { type: 'invalid', problems: inOrder(problems) };
  return { type: 'loaded', manifest: manifestSchema.parse(document) };
}

function ruleFindings(document: unknown): Finding[] {
  const pruned = prune(manifestSchema, document);
  if (pruned === null) return [];
  const judged = judgedOf(pruned.value, document);
  return RULES.flatMap((rule) => rule(judged)).map((finding) => ({
    ...finding,
    path: pruned.originalPath(finding.path),
  }));
}

function judgedOf(manifest: Manifest, document: unknown): Judged {
  const repos = Object.values(Object(childOf(document, 'repos')) as Record<string, unknown>);
  return {
    manifest,
    entries: componentEntries(manifest),
    environmentNames: keysOf(childOf(document, 'environments')),
    componentNames: [...new Set(repos.flatMap((repo) => keysOf(childOf(repo, 'components'))))],
  };
}

/** After a syntax error nothing else is judged: what follows it could mean anything. */
function syntaxProblems(text: string, errors: readonly ParseError[]): ManifestProblem[] {
  if (text.trim() === '')
    return [problemAt({ line: 1, column: 1 }, { path: [], message: 'the file is empty' })];
  const lines = new Set<number>();
  const mistakes = errors.filter(
    ({ error }, index) => index === 0 || printParseErrorCode(error) !== 'EndOfFileExpected',
  );
  return mistakes.flatMap(({ error, offset }) => {
    const place = positionOf(text, offset);
    // One mistake makes several errors on its line; the first one is the mistake.
    if (lines.has(place.line)) return [];
    lines.add(place.line);
    const words = printParseErrorCode(error)
      .replace(/([a-z])([A-Z])/g, '$1 $2')
      .toLowerCase();
    const allowed = 'JSON with comments and trailing commas is read';
    return [problemAt(place, { path: [], message: `syntax: ${words}`, allowed })];
  });
}

function inOrder(problems: readonly ManifestProblem[]): ManifestProblem[] {
  return [...problems].sort((left, right) => left.line - right.line || left.column - right.column);
}

function keysOf(value: unknown): string[] {
  return typeof value === 'object' && value !== null ? Object.keys(value) : [];
}
