import { guardRefusal } from './guard-refusal';

describe('guardRefusal', () => {
  const environment = { account: '123456789012', region: 'us-east-1' };

  it('lets an environment without promises pass', () => {
    expect(guardRefusal('dev', environment)).toBeNull();
    expect(guardRefusal('dev', { ...environment, protected: false, windows: [] })).toBeNull();
  });

  it('refuses a protected environment', () => {
    expect(guardRefusal('prod', { ...environment, protected: true })?.code).toBe('CONVOY_GUARD_MISSING');
  });

  it('refuses an environment with windows', () => {
    const windows = [{ days: 'Mon-Thu', from: '19:00', to: '23:00', timezone: 'America/New_York' }];
    expect(guardRefusal('prod', { ...environment, windows })?.message).toContain('"windows"');
  });
});
