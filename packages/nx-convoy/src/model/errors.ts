import { CoordinationError } from './coordination-error';

// The catalogue of refusals: one function each, context in, error out. docs/errors.md is generated from it.

export function manifestInvalid(problems: readonly string[]): CoordinationError {
  return new CoordinationError(
    'CONVOY_MANIFEST_INVALID',
    `repos.json has ${problems.length} problem(s)\n${problems.join('\n')}`,
    {
      remedy: 'correct repos.json; an editor that reads its $schema shows the same problems as you type',
    },
  );
}
