import type { Json } from '../../model/json';
import type { Cloud, InvokeOutcome } from '../ports';
import { traits, type Access } from './access';
import { once } from './once';

/** The longest that a function may run. */
const LONGEST_MILLISECONDS = 15 * 60_000;
const CONNECT_MILLISECONDS = 10_000;

/** Synchronous calls of functions. */
export function createInvoke(access: Access): Pick<Cloud, 'invoke'> {
  const load = once(async () => {
    const sdk = await import('@aws-sdk/client-lambda');
    const settings = await access.settings();
    // One attempt: a call whose answer was lost may have run, and a migration must not run twice unseen.
    const requestHandler = settings.requestHandler ?? {
      connectionTimeout: CONNECT_MILLISECONDS,
      requestTimeout: LONGEST_MILLISECONDS,
      throwOnRequestTimeout: true,
    };
    return { sdk, client: new sdk.LambdaClient({ ...settings, maxAttempts: 1, requestHandler }) };
  });
  return {
    invoke: async (name, payload) => {
      const { sdk, client } = await load();
      const question = new sdk.InvokeCommand({
        FunctionName: name,
        Payload: Buffer.from(JSON.stringify(payload)),
      });
      try {
        const answer = await client.send(question, {
          abortSignal: AbortSignal.timeout(LONGEST_MILLISECONDS + CONNECT_MILLISECONDS),
        });
        return outcomeOf(answer.FunctionError, answer.Payload?.transformToString() ?? '');
      } catch (cause) {
        return unreachable(access, name, cause);
      }
    },
  };
}

function outcomeOf(functionError: string | undefined, text: string): InvokeOutcome {
  const answer = parse(text);
  if (functionError !== undefined) return { type: 'function-error', message: errorMessage(answer, text) };
  if (answer === undefined)
    return { type: 'function-error', message: `the answer is not JSON: ${text.slice(0, 200)}` };
  return { type: 'answered', answer };
}

function parse(text: string): Json | undefined {
  if (text === '') return null;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** Lambda reports an error as {errorType, errorMessage}. */
function errorMessage(answer: Json | undefined, text: string): string {
  if (typeof answer !== 'object' || answer === null) return text.slice(0, 500);
  const fields = new Map<string, Json>(Object.entries(answer));
  const words = [fields.get('errorType'), fields.get('errorMessage')].filter(
    (word) => typeof word === 'string',
  );
  return words.length === 0 ? text.slice(0, 500) : words.join(': ');
}

/** No answer, or none that is about the function: whether it ran is not known. A refusal of the call itself is thrown. */
function unreachable(access: Access, name: string, cause: unknown): InvokeOutcome {
  const { name: kind, message, status } = traits(cause);
  const refusal = access.refusal(`invoke ${name}`, cause);
  const refused = status !== null && status < 500 && status !== 429;
  if (refused || ('code' in refusal && refusal.code === 'CONVOY_IDENTITY_MISSING')) throw refusal;
  return { type: 'unreachable', message: `${kind}: ${message}` };
}
