import { createHash } from 'node:crypto';
import type { Cloud, InvokeOutcome, StackEvent } from '../../src/effects/ports';
import type { Json } from '../../src/model/json';
import type { LiveFunction, LiveStack } from '../../src/model/live-state';
import { providerFailed } from '../../src/model/provider-failed';

interface FakeFunction {
  live: LiveFunction;
  /** Code hash by version; the newest last. */
  readonly versions: string[];
  readonly aliases: Map<string, string>;
  handler: FakeHandler;
}
export type FakeHandler = (payload: Json) => InvokeOutcome | Promise<InvokeOutcome>;
type Change = Partial<Omit<LiveFunction, 'name' | 'alias' | 'codeSha256'>> & { readonly code?: string };

/**
 * One region of AWS in memory.
 * - `put…` is what a deploy does to it; the port's own writes (`publishVersion`, `moveAlias`) and every `invoke` are kept in `writes` and `invocations`.
 * - A function is Active and settled unless put otherwise; its code hash depends on its code alone.
 * - `publishVersion` answers the newest version again while the code is what that version has; else 1, 2, 3 …
 * - An alias remembers a version, and what it resolves to is that version's code, whatever was put since; one to a missing version is refused.
 * - `invoke` asks the function's handler; without one the function answers null. A missing function is refused, not `unreachable`.
 * - Events of a stack are kept in the order in which they were added; times come from `now`, which moves on by a second at each look.
 * - `fail(method, cause)` makes the next call of that method fail as the provider would.
 */
export class FakeCloud implements Cloud {
  readonly writes: string[] = [];
  readonly invocations: { readonly name: string; readonly payload: Json }[] = [];
  private readonly stacks = new Map<string, LiveStack>();
  private readonly events = new Map<string, StackEvent[]>();
  private readonly functions = new Map<string, FakeFunction>();
  private readonly layers = new Map<string, number>();
  private readonly parameters = new Map<string, string>();
  private readonly failures = new Map<string, unknown>();
  private ticks = 0;

  constructor(
    private readonly region = 'us-east-1',
    private readonly identity = '111122223333',
    private readonly now: (() => string) | null = null,
  ) {}

  putStack(name: string, change: Partial<Omit<LiveStack, 'name'>> = {}): void {
    const before = this.stacks.get(name);
    const known = {
      status: before === undefined ? 'CREATE_COMPLETE' : 'UPDATE_COMPLETE',
      outputs: before?.outputs ?? {},
    };
    this.stacks.set(name, { name, ...known, updatedAt: this.time(), ...change });
  }

  putStackEvent(name: string, event: Omit<StackEvent, 'at'> & { readonly at?: string }): void {
    const events = this.events.get(name) ?? [];
    events.push({ at: this.time(), ...event });
    this.events.set(name, events);
  }

  putFunction(name: string, change: Change = {}): void {
    const { code, ...rest } = change;
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
      this.functions.set(name, { live: next, versions: [], aliases: new Map(), handler });
    } else known.live = next;
  }

  putHandler(name: string, handler: FakeHandler): void {
    if (!this.functions.has(name)) this.putFunction(name);
    this.existing(name).handler = handler;
  }

  /** Publishes another version of a layer and answers its ARN. */
  putLayerVersion(name: string): string {
    const version = (this.layers.get(name) ?? 0) + 1;
    this.layers.set(name, version);
    return this.layerArn(name, version);
  }

  putParameter(name: string, value: string): void {
    this.parameters.set(name, value);
  }

  remove(kind: 'stack' | 'function' | 'parameter', name: string): void {
    const shelves = { stack: this.stacks, function: this.functions, parameter: this.parameters };
    shelves[kind].delete(name);
  }

  fail(method: keyof Cloud, cause: unknown): void {
    this.failures.set(method, cause);
  }

  async account(): Promise<string> {
    this.strike('account', 'say who is asking');
    return this.identity;
  }

  async stack(name: string): Promise<LiveStack | null> {
    this.strike('stack', `read stack ${name}`);
    return this.stacks.get(name) ?? null;
  }

  async stackEvents(name: string, since: string): Promise<StackEvent[]> {
    this.strike('stackEvents', `read the events of stack ${name}`);
    return (this.events.get(name) ?? []).filter((event) => Date.parse(event.at) >= Date.parse(since));
  }

  async function(name: string, alias: string | null): Promise<LiveFunction | null> {
    this.strike('function', `read function ${name}`);
    const found = this.functions.get(name);
    if (found === undefined) return null;
    const version = alias === null ? undefined : found.aliases.get(alias);
    if (alias === null || version === undefined) return { ...found.live, alias: null };
    return {
      ...found.live,
      alias: { name: alias, version, codeSha256: found.versions[Number(version) - 1] ?? '' },
    };
  }

  async invoke(name: string, payload: Json): Promise<InvokeOutcome> {
    this.strike('invoke', `invoke ${name}`);
    this.invocations.push({ name, payload });
    return this.existing(name).handler(payload);
  }

  async publishVersion(name: string): Promise<string> {
    this.strike('publishVersion', `publish a version of ${name}`);
    this.writes.push(`publishVersion ${name}`);
    const { live, versions } = this.existing(name);
    if (versions.at(-1) !== live.codeSha256) versions.push(live.codeSha256);
    return String(versions.length);
  }

  async moveAlias(name: string, alias: string, version: string): Promise<void> {
    const what = `move alias ${alias} of ${name} to version ${version}`;
    this.strike('moveAlias', what);
    this.writes.push(`moveAlias ${name} ${alias} ${version}`);
    const { versions, aliases } = this.existing(name);
    if (versions[Number(version) - 1] === undefined)
      throw providerFailed('AWS', what, new RangeError(`there is no version ${version}`));
    aliases.set(alias, version);
  }

  async newestLayerVersion(name: string): Promise<{ version: number; arn: string } | null> {
    this.strike('newestLayerVersion', `list the versions of layer ${name}`);
    const version = this.layers.get(name);
    return version === undefined ? null : { version, arn: this.layerArn(name, version) };
  }

  async parameter(name: string): Promise<string | null> {
    this.strike('parameter', `read parameter ${name}`);
    return this.parameters.get(name) ?? null;
  }

  private existing(name: string): FakeFunction {
    const found = this.functions.get(name);
    if (found === undefined)
      throw providerFailed('AWS', `use ${name}`, new RangeError(`Function not found: ${name}`));
    return found;
  }

  private strike(method: keyof Cloud, what: string): void {
    if (!this.failures.has(method)) return;
    const cause = this.failures.get(method);
    this.failures.delete(method);
    throw providerFailed('AWS', what, cause);
  }

  private layerArn(name: string, version: number): string {
    return `arn:aws:lambda:${this.region}:${this.identity}:layer:${name}:${version}`;
  }

  private time(): string {
    this.ticks += 1;
    return this.now?.() ?? new Date(Date.UTC(2026, 0, 1) + this.ticks * 1000).toISOString();
  }
}

function hash(code: string): string {
  return createHash('sha256').update(code).digest('base64');
}
