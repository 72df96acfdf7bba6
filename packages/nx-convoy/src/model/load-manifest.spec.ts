/* eslint-disable @typescript-eslint/no-explicit-any, @typescript-eslint/no-unsafe-return, @typescript-eslint/no-unsafe-call -- broken manifests have no type */
import { loadManifest } from './load-manifest';

/** A correct manifest of two components; tests break it in one place. */
function manifest(): Draft {
  return {
    ledger: { remote: 'origin' },
    environments: {
      dev: { account: '111111111111', region: 'us-east-1', database: 'shop_dev', branch: 'main' },
      preprod: {
        account: '111111111111',
        region: 'us-east-2',
        database: 'shop_pre',
        branch: 'stg',
        promotesFrom: 'dev',
      },
      prod: { account: '111111111111', region: 'us-east-1', promotesFrom: 'preprod', closed: 'not yet' },
    },
    repos: {
      store: {
        url: 'git@github.com:shop/store.git',
        components: {
          database: {
            kind: 'database',
            stage: { dev: 'dev', preprod: 'staging', prod: 'production' },
            values: { host: { dev: 'dev.shop.test', preprod: 'pre.shop.test' } },
            paths: ['db', '!db/docs'],
            prepare: [{ run: 'npm ci', keyedBy: ['package-lock.json'], keeps: ['node_modules'] }],
            test: 'npm test',
            deploy: ['deploy {stage} {region} {database}'],
            observes: {
              stacks: ['db-{environment}'],
              functions: [{ name: 'migrate-{environment}', alias: 'live' }],
              layers: ['layer-{stage}'],
            },
            outputs: { layer: { parameter: '/shop/{environment}/layer' } },
            checks: [{ stack: 'db-{environment}' }, { http: 'https://{host}/health', bearer: '$TOKEN' }],
          },
        },
      },
      web: {
        url: 'https://github.com/shop/web.git',
        components: {
          web: {
            dependsOn: ['database'],
            deploy: ['deploy web {outputs.database.layer}'],
            pages: {
              account: '$CLOUD_ACCOUNT',
              token: '$CLOUD_TOKEN',
              project: 'web',
              branches: { dev: { branch: 'dev' }, preprod: { branch: 'stg' }, prod: { branch: 'main' } },
            },
            checks: [{ pages: 'latest' }],
          },
        },
      },
    },
  };
}

type Draft = any;

function problemsOf(change: (draft: Draft, database: Draft, web: Draft) => unknown): string[] {
  const draft = manifest();
  change(draft, draft.repos.store.components.database, draft.repos.web.components.web);
  return textsOf(JSON.stringify(draft, null, 2));
}

function textsOf(text: string): string[] {
  const loaded = loadManifest(text);
  return loaded.type === 'invalid'
    ? loaded.problems.map((problem) => problem.text.replace(/^\S+ {2}/, ''))
    : [];
}

test('a correct manifest is loaded, a closed environment may lack values', () => {
  const loaded = loadManifest(JSON.stringify(manifest()));
  expect(loaded).toMatchObject({ type: 'loaded', manifest: { ledger: { remote: 'origin' } } });
});

test('comments and trailing commas are read', () => {
  const loaded = loadManifest('{ // a comment\n "environments": {}, /* another */ "repos": {}, }');
  expect(loaded.type).toBe('loaded');
});

describe('the text', () => {
  test('a syntax error is named with line and column, and nothing else is guessed', () => {
    const loaded = loadManifest('{\n  "environments": {},\n  "repos" {}\n}');
    expect(loaded).toMatchObject({
      type: 'invalid',
      problems: [{ line: 3, column: 11, message: 'syntax: colon expected' }],
    });
  });

  test('an empty file', () => {
    expect(textsOf(' \n')).toEqual(['the file is empty']);
  });

  test('a key that stands twice', () => {
    const text = JSON.stringify(manifest()).replace('"ledger"', '"ledger":{"remote":"other"},"ledger"');
    expect(textsOf(text)).toEqual(['“ledger” stands twice here; keep one of them']);
  });

  test('a value that is no manifest at all', () => {
    expect(textsOf('[]')).toEqual(['the file is []; must be an object']);
  });
});

describe('line and column', () => {
  test('point at the key or the value, also in a list from which something was taken out', () => {
    const draft = manifest();
    draft.repos.store.components.database.checks = [{ nonsense: 1 }, { http: 'https://{hots}/' }];
    const text = JSON.stringify(draft, null, 2);
    const loaded = loadManifest(text);
    if (loaded.type === 'loaded') throw new TypeError('expected problems');
    const lines = text.split('\n');
    const pointed = loaded.problems.map(({ line, column }) => lines[line - 1]?.slice(column - 1));
    expect(pointed).toEqual(['{', '"https://{hots}/"']);
  });
});

// Each mistake with the words that a person must find in the one line about it.
const mistakes: [string, (draft: Draft, database: Draft, web: Draft) => unknown, RegExp[]][] = [
  [
    'unknown key',
    (d) => (d.environments.dev.regoin = 'x'),
    [/unknown key “regoin”.*did you mean “region”\?$/],
  ],
  [
    'unknown key at the top',
    (d) => (d.repositories = {}),
    [
      /unknown key “repositories”; known here are \$schema, ledger, runtimes, packages, flags, environments, repos/,
    ],
  ],
  [
    'mistyped required key is one mistake',
    (d) => {
      d.environments.dev.acount = '111111111111';
      delete d.environments.dev.account;
    },
    [/unknown key “acount”.*did you mean “account”/],
  ],
  ['missing key', (d) => delete d.repos.web.url, [/^“url” is missing; must be a string$/]],
  [
    'wrong type',
    (d) => (d.environments.dev.protected = 'yes'),
    [/^“protected” is “yes”; must be a boolean$/],
  ],
  [
    'wrong type in a list',
    (_, database) => (database.dependsOn = [7]),
    [/^entry 1 of “dependsOn” is 7; must be a string$/],
  ],
  [
    'account',
    (d) => (d.environments.dev.account = '5332670'),
    [/“account” is “5332670”; must be an AWS account: 12 digits/],
  ],
  [
    'region',
    (d) => (d.environments.dev.region = 'us-east'),
    [/“region” is “us-east”; must be an AWS region/],
  ],
  [
    'window days',
    (d) =>
      (d.environments.prod.windows = [{ days: 'Mo-Do', from: '19:00', to: '25:00', timezone: 'Mars/Base' }]),
    [/“days” is “Mo-Do”/, /“to” is “25:00”; must be a time of day/, /“timezone” is “Mars\/Base”/],
  ],
  [
    'freezes',
    (d) =>
      (d.environments.prod.freezes = [
        { from: '2026-12-32', to: '2027-01-02', timezone: 'Mars/Base', reason: '' },
        { from: '2026-12-20', to: '2026-12-19', timezone: 'UTC', reason: 'holidays' },
      ]),
    [
      /“from” is “2026-12-32”; must be a day such as 2026-12-20/,
      /“timezone” is “Mars\/Base”; must be an IANA time zone/,
      /“reason” is “”/,
      /“to” is “2026-12-19”; must be the day of “from” or a later one/,
    ],
  ],
  [
    'flags',
    (d) =>
      (d.flags = {
        a: { parameter: 'no-path', kind: 'share' },
        b: { parameter: '/flags/{stage}/{environment}', kind: 'boolean' },
      }),
    [
      /“parameter” is “no-path”; must be a path such as/,
      /“kind” is “share”; must be "boolean" or "percentage"/,
      /\{stage\} is not filled in here; only \{environment\} is/,
    ],
  ],
  [
    'flags on one parameter',
    (d) =>
      (d.flags = {
        a: { parameter: '/flags/{environment}/a', kind: 'boolean' },
        b: { parameter: '/flags/{environment}/a', kind: 'percentage' },
      }),
    [/SSM parameter “\/flags\/[a-z]+\/a” is that of flag a as well/],
  ],
  [
    'announcements with the secret itself',
    (d) => (d.environments.dev.announce = { slack: { webhook: 'https://hooks.slack.com/services/T0' } }),
    [/^(?!.*hooks).*“webhook” is not a reference to an environment variable.*write \$ and the name/],
  ],
  [
    'announcements in no channel',
    (d) => (d.environments.dev.announce = { slack: { token: '$T', channel: 'Deploys' } }),
    [/“channel” is “Deploys”; must be a channel such as #deploys/],
  ],
  [
    'name of an environment',
    (d) => (d.environments.Dev_1 = { account: '111111111111', region: 'us-east-1' }),
    [/“Dev_1” is not a name; lower-case/],
  ],
  [
    'mistyped check',
    (_, database) => (database.checks = [{ htpp: 'https://{host}/' }]),
    [/unknown key “htpp”.*did you mean “http”/],
  ],
  [
    'mistyped key of a check',
    (_, database) => (database.checks = [{ http: 'https://{host}/', statsu: 200 }]),
    [/unknown key “statsu”.*did you mean “status”/],
  ],
  [
    'mistyped value of a check',
    (_, database) => (database.checks = [{ http: 'https://{host}/', method: 'GTE' }]),
    [/“method” is “GTE”; must be "GET" or "HEAD" or "POST"; did you mean “GET”/],
  ],
  [
    'mistyped key of a command',
    (_, database) => (database.deploy = [{ rum: 'x' }]),
    [/unknown key “rum”.*did you mean “run”/],
  ],
  [
    'check that is nothing',
    (_, database) => (database.checks = [{}]),
    [/entry 1 of “checks” is \{\}; must be \{ stack \} or/],
  ],

  [
    'cycle',
    (_, database) => (database.dependsOn = ['web']),
    [/wait for each other: database → web → database/],
  ],
  [
    'component that waits for itself',
    (_, database) => (database.dependsOn = ['database']),
    [/database → database/],
  ],
  [
    'edge to an unknown component',
    (_, __, web) => {
      web.dependsOn = ['databse'];
      web.deploy = [];
    },
    [/web depends on “databse”.*components are database, web.*did you mean “database”/],
  ],
  [
    'component of two repositories',
    (d, database) => (d.repos.web.components.database = database),
    [/component “database” of web is already a component of store/],
  ],
  ['component called convoy', (d) => (d.repos.web.components.convoy = {}), [/cannot be called “convoy”/]],

  [
    'environment in stage',
    (_, database) => (database.stage.preprd = 'x'),
    [/there is no environment “preprd”; environments are dev, preprod, prod; did you mean “preprod”/],
  ],
  [
    'environment in region',
    (_, database) => (database.region = { staging: 'us-east-1' }),
    [/there is no environment “staging”/],
  ],
  [
    'environment in values',
    (_, database) => (database.values.host.production = 'x'),
    [/there is no environment “production”/],
  ],
  [
    'environment in pages.branches',
    (_, __, web) => (web.pages.branches.prd = { branch: 'x' }),
    [/there is no environment “prd”.*did you mean “prod”/],
  ],
  [
    'environment in environments',
    (_, __, web) => (web.environments = ['dev', 'preprod', 'prod', 'test']),
    [/there is no environment “test”/],
  ],
  [
    'environment in promotesFrom',
    (d) => (d.environments.preprod.promotesFrom = 'devv'),
    [/there is no environment “devv”.*did you mean “dev”/],
  ],
  [
    'branch where the component is absent',
    (_, __, web) => (web.environments = ['dev', 'preprod']),
    [/web has a branch for prod, but does not exist there/],
  ],
  [
    'promotion in a circle',
    (d) => (d.environments.dev.promotesFrom = 'prod'),
    [/promote from each other: dev → prod → preprod → dev/],
  ],

  [
    'unknown placeholder',
    (_, database) => (database.deploy = ['deploy {stge}']),
    [/unknown placeholder \{stge\}.*did you mean “stage”/],
  ],
  [
    'unknown placeholder in a payload',
    (_, database) => (database.checks = [{ invoke: 'f-{stage}', payload: { a: ['{x}'] } }]),
    [/unknown placeholder \{x\}/],
  ],
  [
    'value missing in an open environment',
    (_, database) => delete database.values.host.preprod,
    [
      /\{host\} of database has no value for preprod; add repos\.store\.components\.database\.values\.host\.preprod/,
    ],
  ],
  [
    'built-in missing in an open environment',
    (d) => delete d.environments.dev.database,
    [/\{database\} of database has no value for dev; add environments\.dev\.database/],
  ],
  [
    'branch missing in an open environment',
    (_, __, web) => delete web.pages.branches.dev,
    [/web is deployed by a branch, but has none for dev/],
  ],
  [
    'environment value in prepare',
    (_, database) => (database.prepare = ['npm run build:{stage}']),
    [/\{stage\} differs between environments, but “prepare” is done once/],
  ],
  [
    'value with the name of a placeholder',
    (_, database) => (database.values.stage = { dev: 'x' }),
    [/\{stage\} always has a meaning of its own/],
  ],
  [
    'value that cannot be written',
    (_, database) => (database.values['a b'] = { dev: 'x' }),
    [/“a b” cannot be written as a placeholder/],
  ],

  [
    'output of an unknown component',
    (_, __, web) => (web.deploy = ['x {outputs.databse.layer}']),
    [/there is no component “databse”.*did you mean “database”/],
  ],
  [
    'unknown output',
    (_, __, web) => (web.deploy = ['x {outputs.database.layr}']),
    [/database has no output “layr”; its outputs are layer; did you mean “layer”/],
  ],
  [
    'output that is not written out',
    (_, __, web) => (web.deploy = ['x {outputs.database}']),
    [/\{outputs\.database\} names no output; write/],
  ],
  [
    'output without an edge',
    (_, __, web) => (web.dependsOn = []),
    [/is used without an edge; add “database” to "dependsOn" of web/],
  ],
  [
    'output of an absent component',
    (_, database) => (database.environments = ['dev', 'preprod']),
    [/database does not exist in prod, but web does/],
  ],
  [
    'own output before the deploy',
    (_, database) => database.deploy.push('x {outputs.database.layer}'),
    [/is known only after database was deployed/],
  ],
  [
    'output in prepare',
    (_, __, web) => (web.prepare = ['x {outputs.database.layer}']),
    [/is not known yet when “prepare” is read/],
  ],

  [
    'url that is an option',
    (d) => (d.repos.web.url = '--upload-pack=touch /tmp/x'),
    [/cannot be an address for git/],
  ],
  ['url that runs a helper', (d) => (d.repos.web.url = 'ext::sh -c id'), [/cannot be an address for git/]],
  [
    'url with a password',
    (d) => (d.repos.web.url = 'https://me:secret@host/x.git'),
    [/“https:\/\/…@host\/x\.git” .* it holds a password/],
  ],
  [
    'url of a host that is an option',
    (d) => (d.repos.web.url = 'ssh://-oProxyCommand=id/x'),
    [/cannot be an address for git/],
  ],
  [
    'ledger remote that is an option',
    (d) => (d.ledger.remote = '--exec=id'),
    [/cannot be an address for git/],
  ],
  [
    'branch that is an option',
    (d) => (d.environments.preprod.branch = '--upload-pack=id'),
    [/“--upload-pack=id” cannot be a branch: git would take it for an option/],
  ],
  [
    'Pages branch with a control character',
    (_, __, web) => (web.pages.branches.dev.branch = 'a\u0007b'),
    [/cannot be a branch: it holds a control character/],
  ],
  [
    'default branch',
    (d) => (d.repos.web.defaultBranch = 'a..b'),
    [/“a\.\.b” cannot be a branch: it holds “\.\.”/],
  ],

  [
    'path that leaves the repository',
    (_, database) => (database.paths = ['../other']),
    [/“..\/other” cannot be a path: it leaves the repository/],
  ],
  [
    'excluded path that leaves it',
    (_, database) => (database.paths = ['!a/../../b']),
    [/it leaves the repository/],
  ],
  [
    'absolute folder of a command',
    (_, database) => (database.deploy = [{ run: 'x', in: '/etc' }]),
    [/“\/etc” cannot be a path: it is absolute/],
  ],
  [
    'folder that leaves it once filled in',
    (_, database) => {
      database.values.folder = { dev: '../x', preprod: 'a', prod: 'a' };
      database.deploy = [{ run: 'x', in: 'a/{folder}' }];
    },
    [/“a\/\{folder\}” is “a\/..\/x” in dev: it leaves the repository/],
  ],
  ['keeps', (_, database) => (database.prepare = [{ run: 'x', keeps: ['~/x'] }]), [/it is absolute/]],
  ['keyedBy', (_, database) => (database.prepare = [{ run: 'x', keyedBy: ['C:\\x'] }]), [/cannot be a path/]],
  [
    'folder of migrations',
    (_, database) =>
      (database.migrations = { folder: '.git/hooks', function: 'm-{stage}', apply: {}, inspect: {} }),
    [/it reaches into \.git/],
  ],
  [
    'placeholder in a path',
    (_, database) => (database.paths = ['db/{stage}']),
    [/\{stage\} is not filled in here/],
  ],

  [
    'quote that is not closed',
    (_, database) => (database.deploy = ['echo "a']),
    [/the quote " is never closed/],
  ],
  ['empty command', (_, database) => (database.test = ' '), [/there is no command in it/]],
  [
    'shell with a list',
    (_, database) => (database.deploy = [{ run: ['a'], shell: 'sh' }]),
    [/a shell takes one text/],
  ],

  [
    'secret instead of a reference',
    (_, __, web) => (web.pages.token = 'abcdef'),
    [/^“token” is not a reference to an environment variable; write \$ and the name/],
  ],
  [
    'reference without $',
    (_, database) => (database.checks = [{ http: 'https://{host}', bearer: 'TOKEN' }]),
    [/“bearer” is not a reference.*did you mean “\$TOKEN”/],
  ],
  [
    'variable with $',
    (_, database) => (database.variables = ['$TOKEN']),
    [/“\$TOKEN” is no name.*did you mean “TOKEN”/],
  ],
  [
    'alias',
    (_, database) => (database.observes.functions[0].alias = '$LATEST'),
    [/“\$LATEST” cannot be an alias/],
  ],
  [
    'pages check without pages',
    (_, database) => (database.checks = [{ pages: 'latest' }]),
    [/database has no “pages”/],
  ],
  [
    'schema check without migrations',
    (_, database) => (database.checks = [{ schema: 'current' }]),
    [/database has no “migrations”/],
  ],
  [
    'address that is none',
    (_, database) => (database.checks = [{ http: 'ftp://{host}' }]),
    [/“ftp:\/\/\{host\}” is no web address/],
  ],
];

test.each(mistakes)('%s', (_name, change, expected) => {
  const problems = problemsOf(change);
  expect(problems).toHaveLength(expected.length);
  for (const [index, pattern] of expected.entries()) expect(problems[index]).toMatch(pattern);
});

describe('two environments that would write to the same thing', () => {
  const same = (draft: Draft): unknown => (draft.environments.preprod.region = 'us-east-1');
  const collisions: [string, (draft: Draft, database: Draft, web: Draft) => unknown, RegExp][] = [
    [
      'stacks',
      (_, database) => (database.observes.stacks = ['db']),
      /stack “db” would be the same for dev and preprod in account 111111111111, us-east-1/,
    ],
    [
      'functions',
      (_, database) => (database.observes.functions[0].name = 'f'),
      /function “f” would be the same/,
    ],
    [
      'alarms',
      (_, database) => (database.alarms = [{ preset: 'lambda-errors', function: 'f' }]),
      /alarm “f-errors” would be the same for dev and preprod/,
    ],
    ['layers', (_, database) => (database.observes.layers = ['l']), /layer “l” would be the same/],
    [
      'parameters',
      (_, database) => (database.outputs.layer.parameter = '/p'),
      /SSM parameter “\/p” would be the same/,
    ],
    [
      'parameters of flags',
      (d) => (d.flags = { a: { parameter: '/f', kind: 'boolean' } }),
      /SSM parameter “\/f” would be the same/,
    ],
    [
      'databases',
      (d) => (d.environments.preprod.database = 'shop_dev'),
      /database “shop_dev” would be the same/,
    ],
    [
      'Pages branches',
      (_, __, web) => (web.pages.branches.preprod.branch = 'dev'),
      /Pages branch “web:dev” would be the same/,
    ],
    [
      'hosts',
      (_, database) => (database.values.host.preprod = 'dev.shop.test'),
      /host “dev\.shop\.test” would be the same/,
    ],
  ];
  test.each(collisions)('%s', (_name, change, expected) => {
    const problems = problemsOf((draft, database, web) => {
      same(draft);
      change(draft, database, web);
    });
    expect(problems).toEqual([expect.stringMatching(expected)]);
  });

  test('the same name in another region is another thing, a host is not', () => {
    expect(
      problemsOf((d, database) => {
        delete d.environments.prod;
        delete database.stage.prod;
        database.observes.stacks = ['db'];
        d.repos.web.components.web.pages.branches = { dev: { branch: 'a' }, preprod: { branch: 'b' } };
      }),
    ).toEqual([]);
    expect(problemsOf((_, database) => (database.values.host.preprod = 'dev.shop.test'))).toHaveLength(1);
  });

  test('what does not resolve is not compared', () => {
    expect(problemsOf((_, database) => database.checks.push({ http: 'https://{host}/again' }))).toEqual([]);
  });
});

describe('a way back that could not work', () => {
  test('by alias, where callers do not use one', () => {
    expect(
      problemsOf((_, database) => {
        database.rollback = 'alias';
        delete database.observes.functions[0].alias;
      }).join(),
    ).toContain('going back would change nothing for them');
    expect(problemsOf((_, database) => (database.rollback = 'alias'))).toEqual([]);
  });

  test('by template, without a stack or a bucket; a closed environment needs none', () => {
    expect(problemsOf((_, __, web) => (web.rollback = 'template')).join()).toContain('observes no stack');
    const problems = problemsOf((_, database) => (database.rollback = 'template'));
    expect(problems).toHaveLength(2);
    expect(problems.join()).toContain('environment preprod names no "bucket"');
    expect(
      problemsOf((draft, database) => {
        database.rollback = 'template';
        draft.environments.dev.bucket = 'shop-dev';
        draft.environments.preprod.bucket = 'shop-preprod';
      }),
    ).toEqual([]);
  });

  test('by template, of a database', () => {
    expect(
      problemsOf((_, database) => {
        database.rollback = 'template';
        database.migrations = { folder: 'db', function: 'migrate-{environment}', apply: {}, inspect: {} };
      }).join(),
    ).toContain('which no template takes back');
  });
});

test('everything is reported in one go, in the order of the file, each mistake once', () => {
  const problems = problemsOf((draft, database, web) => {
    draft.environments.dev.acount = '1';
    draft.environments.preprod.account = 'x';
    database.stage.preprd = 'x';
    database.deploy = ['deploy {stge}'];
    database.checks = [{ htpp: 'x' }, { http: 'https://{hots}/' }];
    web.dependsOn = ['databse'];
    web.pages.token = 'secret-value';
  });
  expect(problems.map((text) => /“[^”]+”|\{\w+\}/.exec(text)?.[0])).toEqual([
    '“acount”',
    '“account”',
    '“preprd”',
    '{stge}',
    '“htpp”',
    '{hots}',
    '“databse”',
    expect.anything(),
    '“token”',
  ]);
  expect(problems.join()).not.toContain('secret-value');
});

describe('ways to a database', () => {
  const findings = (change: (component: any) => void): string[] => {
    const draft = manifest();
    change(draft.repos.store.components.database);
    const loaded = loadManifest(JSON.stringify(draft));
    return loaded.type === 'invalid' ? loaded.problems.map((problem) => problem.text) : [];
  };

  it('are commands like all others, of environments that are there', () => {
    expect(findings((each) => (each.connect = { dev: './connect.sh {stage}' }))).toEqual([]);
    expect(findings((each) => (each.connect = { dev: './connect.sh "' }))[0]).toContain('is no command');
    expect(findings((each) => (each.connect = { dev: './connect.sh {satge}' }))[0]).toContain(
      'unknown placeholder',
    );
    expect(findings((each) => (each.connect = { dve: './connect.sh' }))[0]).toContain('dve');
  });

  it('and the server for trials is a reference, never an address', () => {
    const migrations = { folder: 'm', function: 'migrate-{environment}', apply: {}, inspect: {} };
    expect(findings((each) => (each.migrations = { ...migrations, scratch: '$SCRATCH' }))).toEqual([]);
    const [found = ''] = findings(
      (each) => (each.migrations = { ...migrations, scratch: 'postgres://me:word@h' }),
    );
    expect(found).toContain('is not a reference to an environment variable');
    expect(found).not.toContain('word');
  });
});
