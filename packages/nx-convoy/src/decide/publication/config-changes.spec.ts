import { configChange } from './config-changes';

const changed = (before: string | null, after: string | null, section: string[] = []) =>
  configChange({ file: 'c.yml', section, before, after });

describe('a change of configuration', () => {
  it('names the keys that are not what they were, and never a value', () => {
    const change = changed('a: 1\npassword: one\nb:\n  c: 1\n', 'a: 1\npassword: two\nb:\n  d: 1\n');
    expect(change).toEqual({ file: 'c.yml', keys: ['b.c', 'b.d', 'password'] });
  });

  it('is about the part that belongs to the environment', () => {
    expect(changed('dev:\n  a: 1\nprod:\n  a: 1\n', 'dev:\n  a: 2\nprod:\n  a: 1\n', ['prod'])).toBeNull();
  });

  it('of a file that is new, gone or cannot be read is told as far as it can be', () => {
    expect(changed(null, 'a: 1\n')).toEqual({ file: 'c.yml', keys: ['a'] });
    expect(changed('a: 1\n', null)).toEqual({ file: 'c.yml', keys: ['a'] });
    expect(changed('a: 1\n', 'a: [\n')).toEqual({ file: 'c.yml', keys: null });
    expect(changed('a: 1 # why\n', 'a: 1\n')).toBeNull();
    expect(changed(null, null)).toBeNull();
  });
});
