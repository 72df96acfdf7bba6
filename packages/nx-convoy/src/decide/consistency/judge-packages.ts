import type { PackageFinding, PackageUse } from '../../model/runtimes-document';

/** Packages whose versions should agree and do not, with everybody who has one. */
export function judgePackages(uses: readonly PackageUse[]): PackageFinding[] {
  const names = [...new Set(uses.map((use) => use.package))];
  return names.flatMap((name) => {
    const own = uses.filter((use) => use.package === name);
    return new Set(own.map((use) => use.version)).size > 1 ? [{ package: name, uses: own }] : [];
  });
}
