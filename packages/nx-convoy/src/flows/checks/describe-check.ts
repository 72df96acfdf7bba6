import type { Check } from '../../model/resolved-component';
import { unreachable } from '../../model/unreachable';

/** The name under which a check is reported. */
export function describeCheck(check: Check): string {
  switch (check.kind) {
    case 'stack':
      return `stack ${check.stack}`;
    case 'function':
      return `function ${check.function}`;
    case 'invoke':
      return `invoke ${check.function}`;
    case 'http':
      return `${check.method} ${check.url}${check.bearer === null ? '' : ' with a token'} → ${check.status}`;
    case 'graphql':
      return `GraphQL ${check.query}`;
    case 'page':
      return `page ${check.name ?? check.url}`;
    case 'pages':
      return 'Pages deployment';
    case 'schema':
      return 'schema version';
    case 'alarms':
      return 'alarms';
    case 'run':
      return check.command.argv.join(' ');
    default:
      return unreachable(check);
  }
}
