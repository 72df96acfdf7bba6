import type { IncomingMessage } from 'node:http';
import { type ApiAnswer, refusals, refuse } from './api-answer';
import type { ApiPlace } from './api-place';
import { isAuthorised } from './is-authorised';

/** Below it lies what Cloudflare has not. */
export const adminPath = '/_sandbox/';

/**
 * `POST /_sandbox/pushed/<project>` looks for branches that moved; it needs no token, since it does what the next look would do anyway.
 * `POST /_sandbox/fail-next-build/<project>?branch=<branch>` makes the next build of the branch fail.
 */
export async function answerAdmin(request: IncomingMessage, place: ApiPlace): Promise<ApiAnswer> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://stand-in');
  const [verb, name] = pathname.slice(adminPath.length).split('/');
  if (request.method !== 'POST') return refuse(refusals.badMethod);
  if (verb === 'fail-next-build' && !isAuthorised(request, place.options.token)) {
    return refuse(refusals.notAuthorised);
  }
  const project = place.options.projects.find((each) => each.name === name);
  if (project === undefined) return refuse(refusals.noProject);
  if (verb === 'pushed') {
    await place.watch.look(project);
    return { result: null };
  }
  if (verb !== 'fail-next-build') return refuse(refusals.noRoute);
  place.queue.failNext(project, searchParams.get('branch') ?? project.productionBranch);
  return { result: null };
}
