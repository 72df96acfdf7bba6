import { createHash } from 'node:crypto';
import type { DeploymentFacts } from '../../src/decide/facts';
import { fingerprintOf } from '../../src/decide/fingerprint';
import type { LiveFunction, LiveState } from '../../src/model/live-state';
import type { Manifest } from '../../src/model/manifest';
import type { Pin } from '../../src/model/pin';
import type { ComponentRecord, LedgerState, Receipt, Started } from '../../src/model/receipt';
import type { Migrations, PagesBranch, ResolvedComponent } from '../../src/model/resolved-component';

// Values that are complete and valid by themselves; a test names only what it is about.

/** A commit id that is told by its letter. */
export const commit = (letter: string): string => letter.repeat(40);
/** What makes the tree of a component in the fake repositories: one file with its letter. */
export const TREE_FILE = 'tree.txt';
/** The tree digest of a component whose file has the letter, as git would give it. */
export function tree(letter: string): string {
  const blob = createHash('sha1').update(`blob ${letter.length}\0${letter}`).digest('hex');
  return createHash('sha256').update(`100644 blob ${blob}\t${TREE_FILE}`).digest('hex');
}

export const account = '533267024692';
export const region = 'us-east-1';
/** When the fake clock starts. */
export const NOON = '2026-03-02T12:00:00.000Z';

export function resolvedComponent(change: Partial<ResolvedComponent> = {}): ResolvedComponent {
  return {
    name: 'backend',
    repo: 'backend-repo',
    url: 'git@example.test:team/backend.git',
    kind: 'service',
    rollback: 'redeploy',
    maxAge: null,
    description: '',
    environment: 'dev',
    stage: 'dev',
    region,
    account,
    dependsOn: [],
    paths: [TREE_FILE],
    prepare: [],
    test: null,
    deploy: [{ argv: ['npx', '--no', 'serverless', 'deploy'], in: '.', timeoutSeconds: 600 }],
    connect: null,
    migrations: null,
    pages: null,
    observes: { stacks: [], functions: [], layers: [] },
    outputs: {},
    checks: [],
    alarms: [],
    bounds: {},
    config: { files: [], specific: [], ignore: [] },
    variables: [],
    declaration: 'declaration-1',
    ...change,
  };
}

export function pin(letter = 'b', change: Partial<Pin> = {}): Pin {
  return { repo: 'backend-repo', ref: 'main', commit: commit(letter), tree: tree(letter), ...change };
}

export function liveState(change: Partial<LiveState> = {}): LiveState {
  return { stacks: [], functions: [], layers: [], schema: null, pages: null, ...change };
}

export function liveFunction(change: Partial<LiveFunction> = {}): LiveFunction {
  return {
    name: 'backend-api',
    state: 'Active',
    lastUpdateStatus: 'Successful',
    runtime: 'python3.12',
    codeSha256: 'code-1',
    layers: [],
    alias: null,
    ...change,
  };
}

export const migrations: Migrations = {
  folder: 'migrations',
  function: 'schema-init',
  apply: { RequestType: 'Create' },
  inspect: { RequestType: 'Inspect' },
  revert: null,
  outsideTransaction: null,
  scratch: null,
  instance: null,
  snapshotBefore: false,
};

export function pagesBranch(change: Partial<PagesBranch> = {}): PagesBranch {
  return { account: '$ACCOUNT', token: '$TOKEN', project: 'front', branch: 'stg', owned: false, ...change };
}

/** A deploy of commit and tree `b` that was verified, with nothing observed. */
export function receipt(change: Partial<Receipt> = {}): Receipt {
  return {
    type: 'receipt',
    version: 1,
    world: 'sandbox',
    environment: 'dev',
    component: 'backend',
    run: 'run-1',
    who: 'somebody@somewhere',
    startedAt: '2026-03-01T10:00:00.000Z',
    token: '',
    verb: 'deploy',
    outcome: 'deployed',
    verdict: 'passed',
    finishedAt: '2026-03-01T10:01:04.000Z',
    commit: commit('b'),
    tree: tree('b'),
    declaration: 'declaration-1',
    coordinationCommit: commit('9'),
    from: null,
    fingerprint: fingerprintOf(liveState()),
    contentDigest: null,
    after: liveState(),
    outputs: {},
    answers: [],
    checks: [],
    failure: null,
    summary: '2 checks passed',
    target: null,
    held: null,
    carrier: null,
    stored: [],
    source: null,
    overrides: [],
    approval: null,
    series: null,
    metrics: null,
    delivered: null,
    late: false,
    ...change,
  };
}

export function failedReceipt(change: Partial<Receipt> = {}): Receipt {
  return receipt({
    run: 'run-2',
    outcome: 'failed',
    verdict: null,
    fingerprint: null,
    after: null,
    failure: {
      code: 'CONVOY_STEP_FAILED',
      step: 'serverless deploy',
      message: 'exit code 1',
      remedy: 'mend it',
    },
    summary: 'serverless deploy',
    ...change,
  });
}

export function started(change: Partial<Started> = {}): Started {
  return {
    type: 'started',
    version: 1,
    world: 'sandbox',
    environment: 'dev',
    component: 'backend',
    run: 'run-3',
    who: 'somebody@somewhere',
    startedAt: '2026-03-01T11:00:00.000Z',
    token: '',
    verb: 'deploy',
    commit: commit('b'),
    tree: tree('b'),
    before: liveState(),
    from: null,
    target: null,
    stored: [],
    alarms: [],
    steps: [],
    ...change,
  };
}

export function record(change: Partial<ComponentRecord> = {}): ComponentRecord {
  const last = receipt();
  return { started: null, last, verified: last, passed: [], ...change };
}

export const neverDeployed: ComponentRecord = { started: null, last: null, verified: null, passed: [] };

export function ledgerState(components: Record<string, ComponentRecord> = {}): LedgerState {
  return {
    version: 1,
    world: 'sandbox',
    environment: 'dev',
    components,
    releases: [],
    published: [],
    hold: null,
    rollback: null,
  };
}

/** Facts of a component that is converged: what is live is the pin, verified. */
export function facts(change: Partial<DeploymentFacts> = {}): DeploymentFacts {
  return {
    component: resolvedComponent(),
    pin: pin(),
    record: record(),
    live: liveState(),
    alarms: [],
    migrations: [],
    commits: [],
    branch: 'absent',
    branchGrew: false,
    built: false,
    isProtected: false,
    ...change,
  };
}

/** database → backend → frontend, where the backend does not exist in preprod and production is closed. */
export function manifest(): Manifest {
  return {
    environments: {
      dev: { account, region, database: 'db_dev' },
      preprod: { account, region: 'us-east-2' },
      prod: { account, region, closed: 'not bought yet' },
    },
    repos: {
      'database-repo': {
        url: 'git@example.test:team/database.git',
        components: { database: { deploy: ['./deploy.sh {environment}'] } },
      },
      'backend-repo': {
        url: 'git@example.test:team/backend.git',
        components: {
          backend: { dependsOn: ['database'], environments: ['dev', 'prod'], deploy: ['npm run deploy'] },
        },
      },
      'frontend-repo': {
        url: 'git@example.test:team/frontend.git',
        components: { frontend: { dependsOn: ['backend'], deploy: ['npm run deploy'] } },
      },
    },
  };
}
