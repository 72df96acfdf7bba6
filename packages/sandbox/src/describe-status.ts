import type { RouteTable } from './edge/routes';
import type { Places } from './places';
import { type Condition, serviceTitles } from './services';
import type { SandboxState, ServiceName } from './state/sandbox-state';

export interface ServiceLine {
  readonly name: ServiceName;
  readonly condition: Condition;
}
export interface StatusFacts {
  readonly state: SandboxState;
  readonly places: Places;
  readonly lines: readonly ServiceLine[];
  readonly hosts: RouteTable;
  /** Addresses that stacks gave out. */
  readonly urls: readonly string[];
}

/** The status as a person reads it. */
export function describeStatus(facts: StatusFacts): string {
  const { state, places, lines } = facts;
  const isUp = lines.every((line) => line.condition === 'up');
  const services = lines.map(({ name, condition }) => {
    const pid = state.processes[name]?.pid;
    return `  ${serviceTitles[name].padEnd(30)} ${condition.padEnd(14)} ${pid === undefined ? '' : `pid ${pid}`}`.trimEnd();
  });
  const databases = Object.values(state.postgres.databases).join(', ');
  return [
    `sandbox of ${places.root}: ${isUp ? 'up' : 'not up'}`,
    ...services,
    '',
    `  AWS          ${state.awsEndpoint}   account ${state.awsAccessKeyId}`,
    `  PostgreSQL   postgresql://${state.postgres.user}@${state.postgres.host}:${state.postgres.port}   ${databases}   (password: .convoy/sandbox.json)`,
    `  Pages API    ${state.pagesEndpoint}`,
    `  name proxy   ${state.proxy}   (HTTP, TLS and CONNECT)`,
    `  authority    ${state.certificateAuthority}`,
    `  git remotes  ${places.remotes}`,
    `  logs         ${places.logs}`,
    '',
    ...(isUp ? tryIt(facts) : ['start it         nx run sandbox:up']),
  ].join('\n');
}

function tryIt({ state, hosts, urls }: StatusFacts): string[] {
  const curl = `curl -x ${state.proxy}`;
  const trusting = `${curl} --cacert ${state.certificateAuthority}`;
  const looks = hosts.names.map(
    (name) => `  ${curl} http://${name}${hosts.find(name)?.to === 'stack' ? '/health' : '/'}`,
  );
  const [first] = hosts.names;
  const queries = urls.map(
    (url) => `  ${trusting} -H 'content-type: application/json' -d '{"query":"{ __typename }"}' ${url}`,
  );
  return [
    'look, once it is deployed',
    ...looks,
    ...queries,
    ...(first === undefined ? [] : ['over TLS', `  ${trusting} https://${first}/`]),
    '',
    'stop it          nx run sandbox:down      (what is deployed stays)',
    'start over       nx run sandbox:reset',
  ];
}
