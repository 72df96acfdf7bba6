import type { ServerResponse } from 'node:http';

export interface Refusal {
  readonly status: number;
  readonly code: number;
  readonly message: string;
}
export type ApiAnswer =
  | { readonly result: unknown; readonly info?: Readonly<Record<string, number>> }
  | { readonly refusal: Refusal };

/** What the API says no with. Codes that were never seen from Cloudflare are marked in docs/pages-stand-in.md. */
export const refusals = {
  notAuthorised: { status: 403, code: 10000, message: 'Authentication error' },
  noRoute: {
    status: 404,
    code: 7003,
    message: 'Could not route to this path, perhaps your object identifier is invalid?',
  },
  badMethod: { status: 405, code: 10405, message: 'Method not allowed for this authentication scheme' },
  noProject: {
    status: 404,
    code: 8000007,
    message: 'Project not found. The specified project name does not match any of your existing projects.',
  },
  noDeployment: {
    status: 404,
    code: 8000009,
    message: 'The deployment ID you have specified does not exist.',
  },
  badPage: {
    status: 400,
    code: 8000024,
    message: 'Invalid list options provided. Review the `page` or `per_page` parameter.',
  },
  badEnvironment: { status: 400, code: 8000000, message: 'env is either production or preview.' },
  badForm: { status: 400, code: 8000000, message: 'The request body could not be read as a form.' },
  noUploads: {
    status: 400,
    code: 8000000,
    message: 'The project is built from its git repository: files cannot be uploaded to it.',
  },
  notForRollback: {
    status: 400,
    code: 8000039,
    message: 'Only a successful production deployment can be rolled back to.',
  },
  isLive: { status: 400, code: 8000034, message: 'Cannot delete the active production deployment.' },
  isAliased: {
    status: 400,
    code: 8000035,
    message:
      'You cannot delete an aliased deployment without a `?force=true` parameter in the API request URL.',
  },
} as const satisfies Record<string, Refusal>;

export function refuse(refusal: Refusal): ApiAnswer {
  return { refusal };
}

/** Sends an answer in Cloudflare's envelope: `{success, errors, messages, result}`. */
export function sendAnswer(response: ServerResponse, answer: ApiAnswer): void {
  const refusal = 'refusal' in answer ? answer.refusal : undefined;
  const body = {
    success: refusal === undefined,
    errors: refusal === undefined ? [] : [{ code: refusal.code, message: refusal.message }],
    messages: [],
    result: 'result' in answer ? answer.result : null,
    ...('info' in answer && { result_info: answer.info }),
  };
  response.writeHead(refusal?.status ?? 200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
