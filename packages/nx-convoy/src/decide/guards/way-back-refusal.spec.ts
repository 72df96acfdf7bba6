import { wayBackRefusal, wayBackWarnings, type WayBackFacts } from './way-back-refusal';

const whole: WayBackFacts = {
  component: 'backend',
  environment: 'prod',
  isProtected: true,
  isFirst: false,
  versions: [],
  layers: [],
  objects: [],
  canBeMadeAgain: true,
  reason: null,
};
const LOSSES: [Partial<WayBackFacts>, string][] = [
  [{ versions: ['api:41'] }, 'function version api:41 does not exist any more'],
  [{ layers: ['db:3'] }, 'layer db:3 does not exist any more'],
  [{ objects: ['stacks/api.json'] }, 'stacks/api.json was removed from its bucket'],
  [
    { canBeMadeAgain: false },
    'its commit is not at the remote any more, and nothing that was prepared of it is kept',
  ],
];

describe('wayBackRefusal', () => {
  it('has nothing to say while everything exists that a rollback would need', () => {
    expect(wayBackRefusal(whole)).toBeNull();
    expect(wayBackWarnings(whole)).toEqual([]);
  });

  it.each(LOSSES)('refuses in a protected environment where %j', (loss, line) => {
    expect(wayBackRefusal({ ...whole, ...loss })).toMatchObject({
      code: 'CONVOY_NO_WAY_BACK',
      message: `backend could not be rolled back in prod after this deploy\n  ${line}`,
      remedy: expect.stringContaining('--reason="…"') as string,
    });
  });

  it.each(LOSSES)('only warns elsewhere where %j', (loss, line) => {
    const facts = { ...whole, ...loss, environment: 'dev', isProtected: false };
    expect(wayBackRefusal(facts)).toBeNull();
    expect(wayBackWarnings(facts)).toEqual([`no way back: ${line}`]);
  });

  it('lets a person go without, and goes on saying so', () => {
    const facts = { ...whole, versions: ['api:41', 'worker:7'], reason: 'the old one is worse' };
    expect(wayBackRefusal(facts)).toBeNull();
    expect(wayBackWarnings(facts)).toHaveLength(2);
  });

  it('says of a first deploy that there is no way back, and refuses it nowhere', () => {
    const first = { ...whole, isFirst: true, canBeMadeAgain: false };
    expect(wayBackRefusal(first)).toBeNull();
    expect(wayBackWarnings(first)).toEqual(['no way back: first deploy']);
  });
});
