import { createHash } from 'node:crypto';
import type { InvokeOutcome } from '../../src/effects/ports';
import type { LayerUser } from '../../src/model/layer-user';
import { isVersionOf } from '../../src/model/layer-arn';
import type { Json } from '../../src/model/json';
import type { LiveFunction } from '../../src/model/live-state';
import { providerFailed } from '../../src/model/provider-failed';

interface FakeVersion {
  readonly codeSha256: string;
  readonly layers: string[];
}
interface FakeAlias {
  readonly version: string;
  readonly weights: Readonly<Record<string, number>> | null;
}
interface FakeFunction {
  live: LiveFunction;
  readonly versions: Map<string, FakeVersion>;
  /** Number of the newest version that there ever was. */
  published: number;
  readonly aliases: Map<string, FakeAlias>;
  handler: FakeHandler;
}
export type FakeHandler = (payload: Json) => InvokeOutcome | Promise<InvokeOutcome>;
export type FunctionChange = Partial<Omit<LiveFunction, 'name' | 'alias' | 'codeSha256'>> & {
  readonly code?: string;
};

/** The functions of a FakeCloud; what they do is told there. */
export class FakeFunctions {
  private readonly functions = new Map<string, FakeFunction>();

  put(name: string, { code, ...rest }: FunctionChange): void {
    const known = this.functions.get(name);
    const live: LiveFunction = known?.live ?? {
      name,
      state: 'Active',
      lastUpdateStatus: 'Successful',
      runtime: 'python3.12',
      codeSha256: hash(''),
      layers: [],
      alias: null,
    };
    const next = { ...live, ...rest, codeSha256: code === undefined ? live.codeSha256 : hash(code) };
    if (known === undefined) {
      const handler: FakeHandler = () => ({ type: 'answered', answer: null });
      this.functions.set(name, {
        live: next,
        versions: new Map(),
        published: 0,
        aliases: new Map(),
        handler,
      });
    } else known.live = next;
  }

  putHandler(name: string, handler: FakeHandler): void {
    if (!this.functions.has(name)) this.put(name, {});
    this.existing(name).handler = handler;
  }

  putWeights(name: string, alias: string, weights: Readonly<Record<string, number>>): void {
    const { aliases } = this.existing(name);
    const known = aliases.get(alias);
    if (known === undefined) throw new TypeError(`${name} has no alias ${alias}`);
    aliases.set(alias, { ...known, weights: Object.keys(weights).length === 0 ? null : weights });
  }

  remove(name: string): void {
    this.functions.delete(name);
  }

  removeVersion(name: string, version: string): void {
    const { aliases, versions } = this.existing(name);
    if ([...aliases.values()].some((alias) => alias.version === version))
      throw new TypeError(`an alias of ${name} is at version ${version}: AWS would not remove it`);
    versions.delete(version);
  }

  read(name: string, alias: string | null): LiveFunction | null {
    const found = this.functions.get(name);
    if (found === undefined) return null;
    const target = alias === null ? undefined : found.aliases.get(alias);
    if (alias === null || target === undefined) return { ...found.live, alias: null };
    const { version, weights } = target;
    const codeSha256 = found.versions.get(version)?.codeSha256 ?? '';
    return {
      ...found.live,
      alias: { name: alias, version, codeSha256, ...(weights === null ? {} : { weights: { ...weights } }) },
    };
  }

  handler(name: string): FakeHandler {
    return this.existing(name).handler;
  }

  version(name: string, version: string): FakeVersion | null {
    const found = this.functions.get(name)?.versions.get(version);
    return found === undefined ? null : { ...found, layers: [...found.layers] };
  }

  publish(name: string): string {
    const found = this.existing(name);
    const next = { codeSha256: found.live.codeSha256, layers: found.live.layers };
    const newest = found.versions.get(String(found.published));
    if (newest === undefined || JSON.stringify(newest) !== JSON.stringify(next)) {
      found.published += 1;
      found.versions.set(String(found.published), next);
    }
    return String(found.published);
  }

  moveAlias(name: string, alias: string, version: string): void {
    const { versions, aliases } = this.existing(name);
    if (!versions.has(version)) {
      const what = `move alias ${alias} of ${name} to version ${version}`;
      throw providerFailed('AWS', what, new RangeError(`there is no version ${version}`));
    }
    aliases.set(alias, { version, weights: null });
  }

  users(layers: readonly string[], known: readonly string[]): LayerUser[] {
    const users = [...this.functions].map(([name, { live, aliases, versions }]) => ({
      function: name,
      layers: [...live.layers],
      aliases: [...aliases].map(([alias, { version }]) => ({
        alias,
        version,
        layers: versions.get(version)?.layers ?? null,
      })),
    }));
    return users.filter(
      (user) =>
        known.includes(user.function) ||
        [...user.layers, ...user.aliases.flatMap((each) => each.layers ?? [])].some((arn) =>
          layers.some((layer) => isVersionOf(arn, layer)),
        ),
    );
  }

  setLayers(name: string, layers: readonly string[]): void {
    const found = this.existing(name);
    found.live = { ...found.live, layers: [...layers] };
  }

  private existing(name: string): FakeFunction {
    const found = this.functions.get(name);
    if (found === undefined)
      throw providerFailed('AWS', `use ${name}`, new RangeError(`Function not found: ${name}`));
    return found;
  }
}

function hash(code: string): string {
  return createHash('sha256').update(code).digest('base64');
}
