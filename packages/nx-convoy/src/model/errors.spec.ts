import { alarmsRed } from './alarm-errors';
import * as branches from './branch-errors';
import { bucketNotFound } from './bucket-errors';
import { isCoordinationError, type CoordinationError } from './coordination-error';
import { errorDescriptions } from './error-descriptions';
import { comparedWithItself, proposalRejected } from './drift-errors';
import { frozen } from './calendar-errors';
import * as catalogue from './errors';
import * as features from './feature-flag-errors';
import * as flags from './flag-errors';
import * as gates from './gate-errors';
import * as generators from './generator-errors';
import * as guards from './guard-errors';
import * as hotfixes from './hotfix-errors';
import * as layers from './layer-errors';
import * as newMigrations from './migration-errors';
import * as promotions from './promotion-errors';
import * as restores from './restore-errors';
import * as sources from './source-errors';
import * as stacks from './stack-errors';

const name = { value: 'prd', known: ['dev', 'prod'], didYouMean: 'prod' };
const place = { component: 'web', environment: 'dev' };
const commit = 'a'.repeat(40);
const stack = { ...place, region: 'us-east-1', stack: 'web-dev', status: 'UPDATE_FAILED' };
const offBranch = { ...place, branch: 'stg', head: null, pin: { ref: 'feature/x', commit } };
const refusals: CoordinationError[] = [
  catalogue.manifestMissing(),
  comparedWithItself('dev', ['dev', 'prod']),
  proposalRejected('web', 'stale info'),
  alarmsRed({ ...place, lines: ['web-errors is red since 2026-03-02T12:00:00Z'] }),
  layers.layersDiffer('dev', ['shared differs: a has 1, b has 2'], 'npx nx run convoy:layers:dev --align'),
  layers.alignmentUnsafe({ environment: 'dev', lines: ['web: it was never verified'], mayBeKept: true }),
  features.featureFlagUnknown({ value: 'x', known: [], didYouMean: null }),
  features.featureFlagValueInvalid({ flag: 'x', kind: 'percentage', value: '101' }),
  features.featureFlagReasonMissing('prod'),
  features.featureFlagNotSet({ flag: 'x', environment: 'dev', wanted: '25', found: null }),
  frozen({ environment: 'prod', reason: 'the holidays', next: null }),
  layers.alignmentFailed({ environment: 'dev', component: 'web', message: 'exit code 1', stuck: [] }),
  promotions.promotionRefused({ from: 'dev', to: 'preprod', lines: ['web: conflict'], remedy: 'mend it' }),
  promotions.promotionPathUnknown('dev', 'prod', 'preprod'),
  promotions.pushesUndone({ what: 'promotion', because: 'refused', stuck: ['web stg'], isOpen: true }),
  promotions.landingElsewhere('promotion'),
  promotions.nothingInterrupted('promotion'),
  hotfixes.hotfixNeedsComponent({ action: 'pin', name: 'bug', known: ['web'] }),
  hotfixes.hotfixNeedsEnvironment({ name: 'bug', component: 'web', known: ['dev'] }),
  hotfixes.hotfixExists('web', 'hotfix/bug'),
  hotfixes.hotfixRefused({
    name: 'bug',
    lines: ['web: conflict'],
    again: 'npx nx g nx-convoy:hotfix finish bug',
  }),
  newMigrations.migrationsUndeclared(['a', 'b']),
  newMigrations.migrationBreaks({ ...place, lines: ['V004__x.sql:1  drops column users.age'] }),
  newMigrations.migrationNotFound('teams', 4, 'feature/x'),
  newMigrations.migrationRejected('infra', 'feature/x', 'stale info'),
  restores.instanceUndeclared('web'),
  restores.restoreTimeInvalid('yesterday'),
  restores.restoreTimeUnknown('web', 'dev'),
  restores.sourceMissing('web', 'db'),
  restores.restoreFailed('db-restore', 'failed'),
  catalogue.manifestInvalid(['repos.json:1:1  wrong']),
  catalogue.unknownEnvironment(name),
  catalogue.missingConfiguration(['dev', 'prod']),
  catalogue.environmentClosed('prod', 'not yet'),
  catalogue.unknownComponent(name),
  catalogue.componentAbsent('web', 'dev'),
  catalogue.pinMissing('web', 'dev'),
  catalogue.pinInvalid({ ...place, path: 'p', what: 'commit: short' }),
  catalogue.pinStale({ ...place, commit, pinned: 'b', actual: 'c' }),
  catalogue.refUnsafe('-x', 'git would take it for an option'),
  catalogue.commitNotFound('web', commit),
  catalogue.remoteUnreachable('web', 'git@host:web', new TypeError('no route')),
  catalogue.wrongAccount({ expected: '1', actual: '2', environment: 'dev' }),
  catalogue.noIdentity(new TypeError('no credentials')),
  catalogue.sandboxNotRunning('it was never started'),
  catalogue.unknownWorld('mars'),
  catalogue.endpointOverridden('AWS_ENDPOINT_URL', 'http://127.0.0.1'),
  catalogue.dependencyNotVerified({
    component: 'web',
    dependency: 'db',
    environment: 'dev',
    liveCommit: commit,
    pinCommit: 'b'.repeat(40),
  }),
  catalogue.branchAhead({
    component: 'web',
    branch: 'stg',
    head: commit,
    pin: 'b'.repeat(40),
    environment: 'preprod',
    relation: 'ahead',
  }),
  catalogue.prepareMissing('web', 'dev'),
  catalogue.notDeployed('web', 'dev'),
  catalogue.ledgerUnreachable('origin', new TypeError('no route')),
  catalogue.ledgerCorrupt('web.json', 'it is not JSON'),
  catalogue.schemaUnreadable('migrate', 'timed out'),
  catalogue.toolTooOld('git', '2.38', '2.30'),
  catalogue.machineBusy('.convoy/locks/x', 1_000),
  catalogue.variableMissing('TOKEN', 'the check of web'),
  flags.flagInvalid({ flag: 'on-failure', value: 'stop', right: 'keep or rollback' }),
  flags.flagMisplaced('to', 'it belongs to a rollback', 'leave it out'),
  flags.flagNeedsReason('hotfix'),
  flags.confirmMissing('prod', null),
  flags.sourceForbidden('prod'),
  stacks.stackBusy(stack),
  stacks.firstCreateFailed(stack, true),
  stacks.rollbackStuck(stack),
  stacks.updateFailed(stack),
  stacks.deleteFailed(stack),
  stacks.stackInReview(stack),
  stacks.importFailed(stack),
  stacks.stackStatusUnknown(stack),
  guards.drifted({ ...place, lines: ['stack web-dev is gone'] }),
  guards.heldBack({ ...place, run: 'r', causes: ['web'], promotesFrom: null }),
  guards.pinsUncommitted('dev', ['repos.json']),
  guards.pinsUnapproved({ environment: 'prod', remote: 'origin', branch: 'main', paths: ['repos.json'] }),
  guards.defaultBranchMissing('prod', 'origin'),
  guards.ledgerAlone('prod', 'origin'),
  guards.windowClosed('prod', 'Mon 2026-03-02 19:00 America/New_York'),
  guards.windowEnded('prod', null),
  branches.pinOffBranch(offBranch),
  branches.hotfixRefWrong(offBranch),
  branches.hotfixNotOnHead(offBranch),
  branches.hotfixLost({ ...place, commit, run: 'r', pin: 'b'.repeat(40) }),
  guards.cloneStale('dev', commit),
  bucketNotFound({ bucket: 'acme-deploys', region: 'us-east-1', endpoint: null }),
  branches.downgrade({ ...place, live: commit, pin: 'b'.repeat(40) }),
  guards.unadopted('dev', ['web']),
  gates.gateClosed({ ...place, from: 'dev', gate: 'set', lines: [], missing: [] }),
  gates.noWayBack({ ...place, lines: ['layer db:3 does not exist any more'] }),
  gates.stillRead({ ...place, value: 'output Url', readers: ['shop'] }),
  gates.baseUnknown('refs/convoy/base/dev', 'dev'),
  generators.refMissing('dev'),
  generators.refNotFound('web', 'feature/x'),
  generators.previewsUnknown('feature/x', generators.refNotFound('web', 'feature/x')),
  generators.nameTaken('web', 'web'),
  generators.urlMissing('shop', ['web']),
  sources.sourceUnusable({ repo: 'web', folder: '/home/me/web', because: 'it is no git checkout' }),
];

test.each(refusals.map((error) => [error.code, error] as const))(
  '%s is described and ends with what to do',
  (code, error) => {
    expect(isCoordinationError(error)).toBe(true);
    expect(Object.keys(errorDescriptions)).toContain(code);
    expect(error.remedy).not.toBe('');
    expect(error.message).not.toMatch(/undefined|\[object/);
  },
);

test('each refusal has a code of its own', () => {
  expect(new Set(refusals.map((error) => error.code)).size).toBe(refusals.length);
});

test('a dependency that is not verified is told with both commits and the command that deploys it first', () => {
  const error = catalogue.dependencyNotVerified({
    component: 'web',
    dependency: 'db',
    environment: 'dev',
    liveCommit: '1f0a9c3' + '0'.repeat(33),
    pinCommit: '8be2d17' + '0'.repeat(33),
  });
  expect(error.message).toBe('web cannot be deployed to dev\ndb is verified at 1f0a9c3, its pin is 8be2d17');
  expect(error.remedy).toContain('npx nx deploy web --configuration=dev');
});

test.each([
  [null, commit, 'db was never verified there, its pin is aaaaaaa'],
  [commit, null, 'db is verified at aaaaaaa, it has no pin'],
  [commit, commit, 'db did not pass its last attempt'],
])('… also where a commit is not known (%s, %s)', (liveCommit, pinCommit, expected) => {
  const error = catalogue.dependencyNotVerified({
    component: 'web',
    dependency: 'db',
    environment: 'dev',
    liveCommit,
    pinCommit,
  });
  expect(error.message).toContain(expected);
});

test('without an identity the line for the sandbox is printed', () => {
  expect(catalogue.noIdentity('none').remedy).toContain('CONVOY_WORLD=sandbox');
});
