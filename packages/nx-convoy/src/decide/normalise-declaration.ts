import type { CheckDeclaration } from '../model/check-declaration';
import type { CommandDeclaration, ComponentDeclaration, PrepareDeclaration } from '../model/manifest';
import type {
  Check,
  Command,
  ComponentConfig,
  ConfigFile,
  Migrations,
  ObservedFunction,
  PagesBranch,
  PrepareCommand,
  ResolvedComponent,
} from '../model/resolved-component';
import { splitCommand } from '../model/split-command';
import { pageReferences } from '../model/page-references';
import { alarmOf } from './alarm-of';

const DEPLOY_SECONDS = 3600;
const PREPARE_SECONDS = 900;
const TEST_SECONDS = 900;
const CHECK_SECONDS = 300;
const CONNECT_SECONDS = 900;

/** What a declaration says, spelled out: every default in place, commands split into words, placeholders not filled yet. */
export type NormalisedParts = Pick<
  ResolvedComponent,
  | 'prepare'
  | 'test'
  | 'deploy'
  | 'connect'
  | 'migrations'
  | 'pages'
  | 'observes'
  | 'outputs'
  | 'checks'
  | 'alarms'
  | 'bounds'
  | 'config'
  | 'variables'
  | 'rollback'
>;

/** Commands are split before placeholders are filled in, so that a value with a blank stays one word. */
export function normaliseDeclaration(
  declaration: ComponentDeclaration,
  environment: string,
): NormalisedParts {
  const { prepare = [], deploy = [], test = false, observes, checks = [], alarms = [] } = declaration;
  return {
    prepare: prepare.map(prepareOf),
    test: test === false ? null : commandOf(test, TEST_SECONDS),
    deploy: deploy.map((each) => commandOf(each, DEPLOY_SECONDS)),
    connect: connectOf(declaration, environment),
    migrations: migrationsOf(declaration),
    pages: pagesOf(declaration, environment),
    observes: {
      stacks: observes?.stacks ?? [],
      functions: (observes?.functions ?? []).map(functionOf),
      layers: observes?.layers ?? [],
      ...(observes?.logs === undefined ? {} : { logs: observes.logs }),
    },
    outputs: declaration.outputs ?? {},
    checks: checks.map(checkOf),
    alarms: alarms.map(alarmOf),
    bounds: declaration.bounds ?? {},
    config: configOf(declaration),
    variables: variablesOf(declaration),
    rollback: declaration.rollback ?? 'redeploy',
  };
}

function commandOf(declaration: CommandDeclaration, timeoutSeconds: number): Command {
  if (typeof declaration === 'string') return { argv: wordsOf(declaration), in: '.', timeoutSeconds };
  const { run, shell } = declaration;
  return {
    argv: shell === undefined || typeof run !== 'string' ? wordsOf(run) : [shell, '-c', run],
    in: declaration.in ?? '.',
    timeoutSeconds: declaration.timeoutSeconds ?? timeoutSeconds,
  };
}

function connectOf({ connect = {} }: ComponentDeclaration, environment: string): Command | null {
  const command = Object.hasOwn(connect, environment) ? connect[environment] : undefined;
  return command === undefined ? null : commandOf(command, CONNECT_SECONDS);
}

function prepareOf(declaration: PrepareDeclaration): PrepareCommand {
  const { keyedBy = [], keeps = [] } = typeof declaration === 'string' ? {} : declaration;
  return { ...commandOf(declaration, PREPARE_SECONDS), keyedBy, keeps };
}

function wordsOf(run: string | readonly string[]): readonly string[] {
  if (typeof run !== 'string') return run;
  const split = splitCommand(run);
  if (split.type === 'trouble') throw new TypeError(`the manifest was not checked: ${run}: ${split.what}`);
  return split.words;
}

function migrationsOf({ migrations }: ComponentDeclaration): Migrations | null {
  if (migrations === undefined) return null;
  const { revert = null, instance = null, snapshotBefore = false, ...rest } = migrations;
  const { outsideTransaction = null, scratch = null } = migrations;
  return { ...rest, revert, outsideTransaction, scratch, instance, snapshotBefore };
}

function functionOf(declared: {
  name: string;
  alias?: string;
  layers?: readonly string[];
}): ObservedFunction {
  return { name: declared.name, alias: declared.alias ?? null, layers: declared.layers ?? [] };
}

function configOf({ config = {} }: ComponentDeclaration): ComponentConfig {
  const { files = [], specific = [], ignore = [] } = config;
  return { files: files.map(configFileOf), specific, ignore };
}

function configFileOf(text: string): ConfigFile {
  const [path = '', section = ''] = text.split('#');
  return { path, section: section.split('.').filter((key) => key !== '') };
}

function pagesOf({ pages }: ComponentDeclaration, environment: string): PagesBranch | null {
  if (pages === undefined || !Object.hasOwn(pages.branches, environment)) return null;
  const { account, token, project, branches } = pages;
  const declared = branches[environment];
  if (declared === undefined) return null;
  return { account, token, project, branch: declared.branch, owned: declared.owned ?? false };
}

function checkOf(check: CheckDeclaration): Check {
  const { optional, withinSeconds, hotfix } = check;
  return {
    ...questionOf(check),
    ...(optional === undefined ? {} : { optional }),
    ...(withinSeconds === undefined ? {} : { withinSeconds }),
    ...(hotfix === undefined ? {} : { hotfix }),
  };
}

function questionOf(check: CheckDeclaration): Check {
  if ('stack' in check) return { kind: 'stack', stack: check.stack };
  if ('function' in check)
    return { kind: 'function', function: check.function, runtime: check.runtime ?? null };
  if ('invoke' in check)
    return { kind: 'invoke', function: check.invoke, payload: check.payload ?? {}, json: check.json ?? null };
  if ('graphql' in check) {
    const { graphql: url, query = '{ __typename }', bearer = null } = check;
    return { kind: 'graphql', url, query, bearer };
  }
  if ('http' in check) {
    const { http: url, method = 'GET', status = 200, bearer = null, json = null } = check;
    const { headers, maxMilliseconds } = check;
    return {
      kind: 'http',
      url,
      method,
      status,
      bearer,
      json,
      contains: check.contains ?? null,
      version: check.version ?? null,
      ...(headers === undefined ? {} : { headers }),
      ...(maxMilliseconds === undefined ? {} : { maxMilliseconds }),
    };
  }
  if ('page' in check) {
    const { page: url, name = null, see, steps = [] } = check;
    return {
      kind: 'page',
      url,
      name,
      steps: [...(see === undefined ? [] : [{ see }]), ...steps],
      ignoresConsole: check.console?.ignore ?? null,
      required: check.required ?? false,
    };
  }
  if ('pages' in check) return { kind: 'pages' };
  if ('schema' in check) return { kind: 'schema' };
  if ('alarms' in check) return { kind: 'alarms' };
  return { kind: 'run', command: commandOf(check, CHECK_SECONDS) };
}

/** Names of variables: those that are declared, and those that a `$NAME` reference uses. */
function variablesOf({ variables = [], pages, checks = [] }: ComponentDeclaration): string[] {
  const bearers = checks.flatMap((check) =>
    'bearer' in check && check.bearer !== undefined ? [check.bearer] : [],
  );
  const filled = checks.flatMap(pageReferences);
  const references = [...bearers, ...filled, ...(pages === undefined ? [] : [pages.account, pages.token])];
  return [...new Set([...variables, ...references.map((reference) => reference.replace(/^\$/, ''))])].sort();
}
