import type { WebOutcome } from '../../effects/ports';
import type { Json } from '../../model/json';
import type { Check } from '../../model/resolved-component';
import type { World } from '../world';
import { failed, inconclusive, passed, type Finding } from './finding';
import { jsonMismatch } from './json-match';

const TIMEOUT_MILLISECONDS = 10_000;
type Answered = WebOutcome & { type: 'answered' };

export async function checkHttp(check: Check & { kind: 'http' }, world: World): Promise<Finding> {
  const { url, bearer, method, version } = check;
  return asked({ url, bearer, method, version, body: null }, world, (answer) => judgeHttp(check, answer));
}

export async function checkGraphql(check: Check & { kind: 'graphql' }, world: World): Promise<Finding> {
  const { url, bearer, query } = check;
  const body = JSON.stringify({ query });
  return asked({ url, bearer, method: 'POST', version: null, body }, world, judgeGraphql);
}

interface Asking {
  readonly url: string;
  readonly bearer: string | null;
  readonly method: string;
  readonly body: string | null;
  readonly version: string | null;
}

async function asked(asking: Asking, world: World, judge: (answer: Answered) => Finding): Promise<Finding> {
  const { url, bearer, method, body, version } = asking;
  if (url.includes('{outputs.'))
    return inconclusive(`${url} is not known yet`, 'deploy the component that yields it');
  const headers: Record<string, string> = body === null ? {} : { 'content-type': 'application/json' };
  if (bearer !== null) {
    const token = world.variable(bearer.slice(1));
    if (token === undefined)
      return inconclusive(`${bearer} is not set`, `export ${bearer.slice(1)}=… and verify again`);
    headers['authorization'] = `Bearer ${token}`;
  }
  const request = { url, method, headers, body, version, timeoutMilliseconds: TIMEOUT_MILLISECONDS };
  const outcome = await world.web.ask(request);
  if (outcome.type === 'unreachable')
    return inconclusive(outcome.message, 'check the name and the network, then verify again');
  if (outcome.type === 'refused') return failed(outcome.message);
  return judge(outcome);
}

function judgeHttp(check: Check & { kind: 'http' }, answer: Answered): Finding {
  const said = `HTTP/${answer.version} ${answer.status} in ${Math.round(answer.milliseconds)} ms`;
  if (answer.status !== check.status)
    return failed(`${said}, not ${check.status}: ${answer.body.slice(0, 200)}`);
  if (check.version !== null && answer.version !== check.version)
    return failed(`${said}, not HTTP/${check.version}`);
  if (check.contains !== null && !answer.body.includes(check.contains))
    return failed(`${said}, without “${check.contains}”`);
  const header = headerMismatch(check, answer);
  if (header !== null) return failed(`${said}; ${header}`);
  if (check.maxMilliseconds !== undefined && answer.milliseconds > check.maxMilliseconds)
    return failed(`${said}, slower than ${check.maxMilliseconds} ms`);
  const mismatch = check.json === null ? null : jsonMismatch(check.json, parsed(answer.body));
  return mismatch === null ? passed(said) : failed(`${said}; ${mismatch}`);
}

/** Names of headers have no case. */
function headerMismatch({ headers = {} }: Check & { kind: 'http' }, answer: Answered): string | null {
  const got = new Map(Object.entries(answer.headers).map(([name, value]) => [name.toLowerCase(), value]));
  for (const [name, value] of Object.entries(headers)) {
    const found = got.get(name.toLowerCase());
    if (found !== value)
      return `${name} is ${found === undefined ? 'missing' : `“${found}”`}, not “${value}”`;
  }
  return null;
}

function judgeGraphql(answer: Answered): Finding {
  const body = parsed(answer.body);
  const said = `HTTP/${answer.version} ${answer.status}: ${answer.body.slice(0, 200)}`;
  if (answer.status !== 200 || typeof body !== 'object' || body === null || Array.isArray(body))
    return failed(said);
  const fields = body as Readonly<Record<string, Json>>;
  return fields['errors'] === undefined && fields['data'] != null ? passed(said) : failed(said);
}

function parsed(body: string): Json | undefined {
  try {
    return JSON.parse(body) as Json;
  } catch {
    return undefined;
  }
}
