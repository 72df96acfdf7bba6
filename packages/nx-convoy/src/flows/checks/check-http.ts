import type { WebOutcome } from '../../effects/ports';
import type { Json } from '../../model/json';
import type { Check } from '../../model/resolved-component';
import type { World } from '../world';
import { failed, inconclusive, passed, type Finding } from './finding';
import { jsonMismatch } from './json-match';

const TIMEOUT_MILLISECONDS = 10_000;
type Answered = WebOutcome & { type: 'answered' };

export async function checkHttp(check: Check & { kind: 'http' }, world: World): Promise<Finding> {
  return asked(
    check.url,
    check.bearer,
    { method: check.method, body: null, version: check.version },
    world,
    (answer) => judgeHttp(check, answer),
  );
}

export async function checkGraphql(check: Check & { kind: 'graphql' }, world: World): Promise<Finding> {
  const body = JSON.stringify({ query: check.query });
  return asked(check.url, check.bearer, { method: 'POST', body, version: null }, world, judgeGraphql);
}

interface Asking {
  readonly method: string;
  readonly body: string | null;
  readonly version: string | null;
}

async function asked(
  url: string,
  bearer: string | null,
  asking: Asking,
  world: World,
  judge: (answer: Answered) => Finding,
): Promise<Finding> {
  if (url.includes('{outputs.'))
    return inconclusive(`${url} is not known yet`, 'deploy the component that yields it');
  const headers: Record<string, string> = asking.body === null ? {} : { 'content-type': 'application/json' };
  if (bearer !== null) {
    const token = world.variable(bearer.slice(1));
    if (token === undefined)
      return inconclusive(`${bearer} is not set`, `export ${bearer.slice(1)}=… and verify again`);
    headers['authorization'] = `Bearer ${token}`;
  }
  const outcome = await world.web.ask({ url, headers, timeoutMilliseconds: TIMEOUT_MILLISECONDS, ...asking });
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
  const mismatch = check.json === null ? null : jsonMismatch(check.json, parsed(answer.body));
  return mismatch === null ? passed(said) : failed(`${said}; ${mismatch}`);
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
