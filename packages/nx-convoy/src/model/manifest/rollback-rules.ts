import { existsIn } from '../component-entry';
import { pathOf, type Rule } from './judged';
import type { Finding } from './problem';

/** A way back that could not work is refused before there is anything to take back. */
export const impossibleRollbacks: Rule = ({ manifest, entries }) =>
  entries.flatMap((entry): Finding[] => {
    const { rollback, observes, migrations } = entry.declaration;
    const path = [...pathOf(entry), 'rollback'];
    if (rollback === 'alias') {
      const functions = observes?.functions ?? [];
      const bare = functions.filter((each) => typeof each === 'string' || each.alias === undefined);
      if (functions.length > 0 && bare.length === 0) return [];
      const message = `"alias": callers must reach every function of ${entry.name} through an alias, or going back would change nothing for them; give each of "observes.functions" its "alias", or leave "rollback" out`;
      return [{ path, message }];
    }
    if (rollback !== 'template') return [];
    if ((observes?.stacks ?? []).length === 0)
      return [
        { path, message: `"template": ${entry.name} observes no stack whose template could be put back` },
      ];
    if (migrations !== undefined)
      return [{ path, message: `"template": ${entry.name} has migrations, which no template takes back` }];
    return Object.entries(manifest.environments)
      .filter(
        ([name, each]) => each.bucket === undefined && each.closed === undefined && existsIn(entry, name),
      )
      .map(([name]) => ({
        path,
        message: `"template": environment ${name} names no "bucket" to keep the templates in`,
      }));
  });
