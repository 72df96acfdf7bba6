import { isCoordinationError } from '../model/coordination-error';
import { branchAhead, environmentClosed } from '../model/errors';
import { presented } from './presented';

const shown = (error: unknown): Error & { code?: string } => presented(error) as Error;

describe('presented', () => {
  it('puts code and way out into the message, which is all that Nx shows', () => {
    const error = shown(environmentClosed('prod', 'not bought yet'));
    expect(error.message).toBe(
      '✘ CONVOY_ENVIRONMENT_CLOSED   prod is closed: not bought yet\n' +
        '    see what is needed to open it:  npx nx run convoy:plan:prod',
    );
    expect(error.stack).toBe(error.message);
    expect(isCoordinationError(error)).toBe(true);
    expect(error.code).toBe('CONVOY_ENVIRONMENT_CLOSED');
  });

  it('indents every line of the way out', () => {
    const facts = { component: 'front', branch: 'stg', head: 'a', pin: 'b', environment: 'dev' };
    const error = branchAhead({ ...facts, relation: 'ahead' });
    const told = shown(Object.assign(error, { remedy: 'first\nsecond' })).message;
    expect(told).toMatch(/\n {4}first\n {4}second$/);
  });

  it('leaves bugs and other trouble as they are', () => {
    const bug = new TypeError('a bug');
    expect(presented(bug)).toBe(bug);
    expect(presented('text')).toBe('text');
  });
});
