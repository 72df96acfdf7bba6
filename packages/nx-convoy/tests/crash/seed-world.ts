import type { ShellRequest } from '../../src/effects/ports';
import { readMigrations } from '../../src/decide/migrations';
import type { Json } from '../../src/model/json';
import { FakeArtefacts } from '../fakes/fake-artefacts';
import { FakeCloud } from '../fakes/fake-cloud';
import { FakeCoordination } from '../fakes/fake-coordination';
import { FakeDatabases } from '../fakes/fake-databases';
import { FakeDisk } from '../fakes/fake-disk';
import { FakeLedgerRemote } from '../fakes/fake-ledger';
import { FakeOutbox } from '../fakes/fake-outbox';
import { FakePages } from '../fakes/fake-pages';
import { FakeRepos } from '../fakes/fake-repos';
import type { FakeProgram } from '../fakes/fake-shell';
import { FakeWatch } from '../fakes/fake-watch';
import { FakeWeb } from '../fakes/fake-web';
import { VirtualClock } from '../fakes/virtual-clock';
import { captured, restored, type Plain } from './captured';

export const REPOS = ['assurex-infra', 'profile-360-backend', 'assurex-insights-engine', 'trustx'] as const;
export const ACCOUNT = '533267024692';
const REGION = 'us-east-1';
const LAYER = 'assurex-db-connector-dev';
const MIGRATIONS = 'resources/database/lambda-schema-init/migrations';
const HOME = '/workspace/.convoy/worktrees/';

interface Row {
  version: number;
  name: string;
  checksum: string;
  appliedAt: string;
}

/** Everything that outlives a process: the providers, the remotes, the ledger, and this machine's `.convoy`. */
export class SeedWorld {
  readonly time = new VirtualClock();
  readonly disk = new FakeDisk();
  readonly sources = new FakeRepos(this.disk);
  readonly workshop = new FakeArtefacts(this.disk);
  readonly records = new FakeLedgerRemote();
  readonly late = new FakeOutbox();
  readonly front = new FakePages(['trustx'], 'main');
  readonly aws = new FakeCloud(REGION, ACCOUNT, () => this.time.now());
  readonly instances = new FakeDatabases();
  readonly alarms = new FakeWatch(() => this.time.now());
  readonly home = new FakeCoordination();
  readonly sites = new FakeWeb();
  /** Of the schema: the rows of `schema_migrations`. */
  readonly rows: Row[] = [];
  /** Component → the commit whose code is deployed. */
  readonly code = new Map<string, string>();
  /** ARN of the layer; empty: nobody published it yet. */
  private layer = '';
  /** Effects by idempotency key, in the order in which they happened. */
  readonly effects: string[] = [];
  /** Told of everything that a command does at a provider: the run may end before it and after it. */
  part = (_what: string, act: () => void): void => {
    act();
  };

  constructor() {
    this.aws.putBucket('assurex-dev-deployments');
    for (const repo of REPOS) this.sources.remote(repo);
    this.wire();
  }

  /** All of it as plain data. */
  capture(): Plain {
    return captured(this);
  }

  restore(state: Plain): void {
    restored(this, state);
    this.wire();
  }

  /** What is no data: told again after a state was restored. */
  private wire(): void {
    this.sources.remote('trustx').onPush = (branch, commit) => {
      this.effects.push(`push ${branch} ${commit}`);
      this.front.push(branch, commit);
    };
    if (this.code.has('assurex-infra-database'))
      this.aws.putHandler('assurex-dev-schema-init', (payload) => this.answerSchema(payload));
    for (const name of ['profile360-analytics', 'dormant-agent'])
      if (this.code.has(`insights ${name}`))
        this.aws.putHandler(`assurex-${name}-dev`, () => ({
          type: 'answered',
          answer: { status: 'healthy' },
        }));
    this.sites.site('api-dev.trustx.cloud', ({ url, headers }) => {
      if (url.endsWith('/health')) return { body: '{"status":"ok"}' };
      return { status: Object.keys(headers).some((name) => /^authorization$/i.test(name)) ? 200 : 401 };
    });
    this.sites.site('graphql.test', () => ({ body: '{"data":{"__typename":"Query"}}' }));
    this.sites.site('convoy-dev.trustx.pages.dev', () => ({ body: 'TrustX' }));
  }

  /** What the components' own commands do. */
  program({ folder, command }: ShellRequest): FakeProgram {
    const [component = '', commit = ''] = folder.slice(HOME.length).split('/');
    const words = command.argv.join(' ');
    if (words.startsWith('npm ci') || words.startsWith('npm run build')) return {};
    return { lines: [words], effect: () => this.deploy(component, commit, words) };
  }

  private deploy(component: string, commit: string, words: string): void {
    this.effects.push(`deploy ${component} ${commit} ${words}`);
    this.layer = this.layer === '' ? this.aws.putLayerVersion(LAYER) : this.layer;
    const layers = [this.layer];
    const put = (
      stack: string,
      name: string,
      change: object = {},
      outputs: Record<string, string> = {},
    ): void => {
      this.part(`stack ${stack}`, () => {
        this.aws.putStack(stack, { outputs, source: { template: `template of ${commit}` } });
        // The command is over before the provider is.
        this.aws.changeStack(stack, { looks: 2 });
      });
      this.part(`code ${name}`, () => {
        this.aws.putFunction(name, { code: `${name} ${commit}`, layers, ...change });
      });
    };
    switch (component) {
      case 'assurex-infra-database':
        put('assurex-dev-schema-init', 'assurex-dev-schema-init', { layers: [] });
        this.aws.putParameter('/assurex/dev/db-connector-layer', this.layer);
        break;
      case 'profile-360-backend':
        put('profile-360-backend-dev', 'profile-360-backend-dev-api', {}, { HttpApiUrl: 'https://api.test' });
        break;
      case 'assurex-infra-graphql':
        put('assurex-dev-main', 'assurex-dev-graphql', {}, { GraphqlUrl: 'https://graphql.test/graphql' });
        break;
      default: {
        const name = words.includes('dormant') ? 'dormant-agent' : 'profile360-analytics';
        put(`assurex-${name}-dev`, `assurex-${name}-dev`);
        this.code.set(`insights ${name}`, commit);
      }
    }
    this.code.set(component, commit);
    this.wire();
  }

  private async answerSchema(payload: Json): Promise<{ type: 'answered'; answer: Json }> {
    const { RequestType: asked } = payload as { RequestType: string };
    if (asked === 'Create') await this.applyMissing();
    const version = Math.max(0, ...this.rows.map((row) => row.version));
    return {
      type: 'answered',
      answer: { Status: 'SUCCESS', version, migrations: this.rows.map((row) => ({ ...row })) },
    };
  }

  private async applyMissing(): Promise<void> {
    const repo = { name: 'assurex-infra', url: 'git@github.com:assurex/assurex-infra.git' };
    const commit = this.code.get('assurex-infra-database') ?? '';
    for (const file of readMigrations(await this.sources.files(repo, commit, MIGRATIONS))) {
      if (this.rows.some((row) => row.version === file.version)) continue;
      const { version, name, checksum } = file;
      this.part(`migration ${file.file}`, () => {
        this.effects.push(`migration ${file.file}`);
        this.rows.push({ version, name, checksum, appliedAt: this.time.now() });
      });
    }
  }
}
