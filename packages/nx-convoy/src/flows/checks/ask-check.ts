import type { Check } from '../../model/resolved-component';
import { unreachable } from '../../model/unreachable';
import type { Order } from '../order';
import type { World } from '../world';
import { checkAlarms } from './check-alarms';
import { checkCommand } from './check-command';
import { checkFunction } from './check-function';
import { checkGraphql, checkHttp } from './check-http';
import { checkInvoke } from './check-invoke';
import { checkPage } from './check-page';
import { checkPages } from './check-pages';
import { checkSchema } from './check-schema';
import { checkStack } from './check-stack';
import type { Finding } from './finding';

/** Asks once. Trouble with asking is inconclusive; an answer that is not the wanted one is failed. */
export function askCheck(check: Check, order: Order, world: World): Promise<Finding> {
  switch (check.kind) {
    case 'stack':
      return checkStack(check, order, world);
    case 'function':
      return checkFunction(check, order, world);
    case 'invoke':
      return checkInvoke(check, order, world);
    case 'http':
      return checkHttp(check, world);
    case 'graphql':
      return checkGraphql(check, world);
    case 'page':
      return checkPage(check, order, world);
    case 'pages':
      return checkPages(order, world);
    case 'schema':
      return checkSchema(order, world);
    case 'alarms':
      return checkAlarms(order, world);
    case 'run':
      return checkCommand(check, order, world);
    default:
      return unreachable(check);
  }
}
