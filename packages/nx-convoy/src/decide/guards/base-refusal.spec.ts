import { baseRefusal } from './base-refusal';

const base = 'refs/convoy/base/dev';

describe('baseRefusal', () => {
  it('refuses a base that the clone does not have', () => {
    const refusal = baseRefusal({ environment: 'dev', base, exists: false });
    expect(refusal?.code).toBe('CONVOY_BASE_UNKNOWN');
    expect(refusal?.message).toContain('there is no refs/convoy/base/dev in this clone');
    expect(refusal?.remedy).toContain('npx nx run-many -t deploy --configuration=dev');
  });

  it('has nothing against a base that exists, and leaves the default to Nx', () => {
    expect(baseRefusal({ environment: 'dev', base, exists: true })).toBeNull();
    expect(baseRefusal({ environment: 'dev', base: null, exists: false })).toBeNull();
  });
});
