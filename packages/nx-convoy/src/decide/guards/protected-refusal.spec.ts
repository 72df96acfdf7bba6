import { committedPinsRefusal } from './committed-pins-refusal';
import { protectedRefusal, type ProtectedFacts } from './protected-refusal';

const PIN = 'components/backend/pins/prod.json';
const protectedFacts = (change: Partial<ProtectedFacts> = {}): ProtectedFacts => ({
  environment: 'prod',
  declaration: { protected: true },
  flags: { confirm: 'prod' },
  ledgerIsShared: true,
  uncommitted: [],
  remote: 'origin',
  defaultBranch: 'main',
  differing: [],
  ...change,
});

describe('protectedRefusal', () => {
  it('has nothing against a confirmed run of approved pins with a shared ledger', () => {
    expect(protectedRefusal(protectedFacts())).toBeNull();
  });

  it.each([null, 'preprod', 'Prod'])('wants the environment by its name, not “%s”', (confirm) => {
    expect(protectedRefusal(protectedFacts({ flags: { confirm } }))).toMatchObject({
      code: 'CONVOY_CONFIRM_MISSING',
      remedy: 'the same command with --confirm=prod',
    });
  });

  it('refuses where nobody else sees the ledger', () => {
    expect(protectedRefusal(protectedFacts({ ledgerIsShared: false }))).toMatchObject({
      code: 'CONVOY_LEDGER_ALONE',
      remedy: expect.stringContaining('git remote add origin <url>') as string,
    });
  });

  it('refuses pins that are not committed, even where the manifest allows local checkouts', () => {
    const declaration = { protected: true, allowSource: true };
    const refusal = protectedRefusal(protectedFacts({ declaration, uncommitted: [PIN] }));
    expect(refusal?.code).toBe('CONVOY_PINS_UNCOMMITTED');
  });

  it('refuses pins that are not on the default branch at the remote, and lists them', () => {
    expect(protectedRefusal(protectedFacts({ differing: ['repos.json', PIN] }))).toMatchObject({
      code: 'CONVOY_PINS_UNAPPROVED',
      message: `prod is protected: it runs only what is on main of origin; these files are not as they are there:\n  repos.json\n  ${PIN}`,
      remedy: 'merge them into main by a pull request, then:  git switch main && git pull origin main',
    });
  });

  it('refuses where there is no remote whose default branch could approve', () => {
    expect(protectedRefusal(protectedFacts({ defaultBranch: null }))).toMatchObject({
      code: 'CONVOY_PINS_REMOTE_MISSING',
      remedy: expect.stringContaining('git ls-remote --symref origin HEAD') as string,
    });
  });

  it('has nothing to say of an environment that is not protected', () => {
    const nothing = { flags: { confirm: null }, ledgerIsShared: false, uncommitted: [PIN], differing: [PIN] };
    for (const isProtected of [false, undefined])
      expect(
        protectedRefusal(protectedFacts({ ...nothing, declaration: { protected: isProtected } })),
      ).toBeNull();
  });
});

describe('committedPinsRefusal', () => {
  const paths = ['repos.json', 'components/backend/pins/preprod.json'];

  it('lists what is not committed, with the command that commits exactly that', () => {
    expect(
      committedPinsRefusal({ environment: 'preprod', allowSource: false, uncommitted: paths }),
    ).toMatchObject({
      code: 'CONVOY_PINS_UNCOMMITTED',
      message: `preprod runs only what is committed; these files are not:\n  repos.json\n  ${paths[1] ?? ''}`,
      remedy: `git add repos.json ${paths[1] ?? ''} && git commit -m "deploy: pins of preprod"`,
    });
  });

  it('has nothing against committed pins, nor against any where local checkouts are allowed', () => {
    expect(committedPinsRefusal({ environment: 'preprod', allowSource: false, uncommitted: [] })).toBeNull();
    expect(committedPinsRefusal({ environment: 'dev', allowSource: true, uncommitted: paths })).toBeNull();
  });
});
