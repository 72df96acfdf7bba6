import type { Cloud, InvokeOutcome, StackEvent, StackSource } from '../../src/effects/ports';
import { bucketNotFound } from '../../src/model/bucket-errors';
import type { Json } from '../../src/model/json';
import type { LiveFunction, LiveStack } from '../../src/model/live-state';
import { providerFailed } from '../../src/model/provider-failed';
import type { LayerUser } from '../../src/model/layer-user';
import { FakeFunctions, type FakeHandler, type FunctionChange } from './fake-functions';
import { FakeLayers } from './fake-layers';
import { FakeStacks, type ScheduledChange, type StackChange } from './fake-stacks';

export type { FakeHandler } from './fake-functions';

/**
 * One region of AWS in memory.
 * - `put…` and `remove…` are what others do to it; the port's own writes are kept in `writes` (`updateStack main`), every `invoke` in `invocations`.
 * - A stack is put in any status, made from an empty template unless `source` says otherwise. `changeStack` puts it into an `…_IN_PROGRESS` that ends by
 *   itself: after so many looks (`stack`) saw it, or at a time.
 * - `updateStack`, `deleteStack` and `continueRollback` are seen under way by one look and have ended at the next; `endNextChange` makes the next one end
 *   otherwise. An update that ends well tells `onUpdate`, since no template is interpreted here; one to what the stack is made from already is `unchanged`.
 * - A function is Active and settled unless put otherwise; its code hash depends on its code alone.
 * - `publishVersion` answers the newest version again while code and layers are what that version has; else the next number, also after a removal.
 * - An alias remembers a version, and what it resolves to is that version's code, whatever was put since; one to a missing version is refused.
 *   Moving it ends the weights that somebody put.
 * - `invoke` asks the function's handler; without one the function answers null. A missing function is refused, not `unreachable`.
 * - Events of a stack are kept in the order in which they were added; times come from `now`, else they move on by a second at each look.
 * - A bucket is there once it was put; until then everything that concerns it is refused.
 * - `fail(method, cause)` makes the next call of that method fail as the provider would.
 */
export class FakeCloud implements Cloud {
  readonly writes: string[] = [];
  readonly invocations: { readonly name: string; readonly payload: Json }[] = [];
  private readonly stacks = new FakeStacks(() => this.time(), this.writes);
  private readonly functions = new FakeFunctions();
  private readonly layers: FakeLayers;
  private readonly parameters = new Map<string, string>();
  private readonly buckets = new Map<string, Map<string, string>>();
  private readonly failures = new Map<string, unknown>();
  private ticks = 0;

  constructor(
    private readonly region = 'us-east-1',
    private readonly identity = '111122223333',
    private readonly now: (() => string) | null = null,
  ) {
    this.layers = new FakeLayers(region, identity);
  }

  putStack(name: string, change: StackChange = {}): void {
    this.stacks.put(name, change);
  }

  changeStack(name: string, change: ScheduledChange = {}): void {
    this.stacks.schedule(name, change);
  }

  endNextChange(name: string, status: string): void {
    this.stacks.endNextWith(name, status);
  }

  set onUpdate(act: (stack: string, source: StackSource) => void) {
    this.stacks.onUpdate = act;
  }

  putStackEvent(name: string, event: Omit<StackEvent, 'at'> & { readonly at?: string }): void {
    this.stacks.putEvent(name, event);
  }

  putFunction(name: string, change: FunctionChange = {}): void {
    this.functions.put(name, change);
  }

  putHandler(name: string, handler: FakeHandler): void {
    this.functions.putHandler(name, handler);
  }

  /** Somebody sends a share of the alias's calls to other versions. */
  putAliasWeights(name: string, alias: string, weights: Readonly<Record<string, number>>): void {
    this.functions.putWeights(name, alias, weights);
  }

  /** Publishes another version of a layer and answers its ARN. */
  /** `content` is what the version holds; default: something of its own. */
  putLayerVersion(name: string, content?: string): string {
    return this.layers.publish(name, content);
  }

  putParameter(name: string, value: string): void {
    this.parameters.set(name, value);
  }

  putBucket(name: string): void {
    if (!this.buckets.has(name)) this.buckets.set(name, new Map());
  }

  remove(kind: 'stack' | 'function' | 'parameter' | 'bucket', name: string): void {
    if (kind === 'stack') this.stacks.remove(name);
    else if (kind === 'function') this.functions.remove(name);
    else (kind === 'parameter' ? this.parameters : this.buckets).delete(name);
  }

  removeVersion(name: string, version: string): void {
    this.functions.removeVersion(name, version);
  }

  removeLayerVersion(arn: string): void {
    this.layers.remove(arn);
  }

  removeObject(bucket: string, key: string): void {
    this.buckets.get(bucket)?.delete(key);
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
    return this.stacks.look(name);
  }

  async stackEvents(name: string, since: string): Promise<StackEvent[]> {
    this.strike('stackEvents', `read the events of stack ${name}`);
    return this.stacks.eventsSince(name, since);
  }

  async stackSource(name: string): Promise<StackSource | null> {
    this.strike('stackSource', `read what stack ${name} is made from`);
    return this.stacks.source(name);
  }

  async updateStack(name: string, source: StackSource, bucket: string): Promise<'updating' | 'unchanged'> {
    this.strike('updateStack', `update stack ${name}`);
    if (Buffer.byteLength(source.template) > 51_200) this.shelf(bucket);
    return this.stacks.update(name, source);
  }

  async deleteStack(name: string): Promise<void> {
    this.strike('deleteStack', `delete stack ${name}`);
    this.stacks.delete(name);
  }

  async continueRollback(name: string): Promise<void> {
    this.strike('continueRollback', `continue the rollback of stack ${name}`);
    this.stacks.continueRollback(name);
  }

  async function(name: string, alias: string | null): Promise<LiveFunction | null> {
    this.strike('function', `read function ${name}`);
    return this.functions.read(name, alias);
  }

  async functionVersion(
    name: string,
    version: string,
  ): Promise<{ codeSha256: string; layers: string[] } | null> {
    this.strike('functionVersion', `read version ${version} of ${name}`);
    return this.functions.version(name, version);
  }

  async invoke(name: string, payload: Json): Promise<InvokeOutcome> {
    this.strike('invoke', `invoke ${name}`);
    this.invocations.push({ name, payload });
    return this.functions.handler(name)(payload);
  }

  async publishVersion(name: string): Promise<string> {
    this.strike('publishVersion', `publish a version of ${name}`);
    this.writes.push(`publishVersion ${name}`);
    return this.functions.publish(name);
  }

  async moveAlias(name: string, alias: string, version: string): Promise<void> {
    this.strike('moveAlias', `move alias ${alias} of ${name} to version ${version}`);
    this.writes.push(`moveAlias ${name} ${alias} ${version}`);
    this.functions.moveAlias(name, alias, version);
  }

  async layerUsers(layers: readonly string[], known: readonly string[]): Promise<LayerUser[]> {
    this.strike('layerUsers', 'list functions');
    return this.functions.users(layers, known);
  }

  async setLayers(name: string, layers: readonly string[]): Promise<void> {
    this.strike('setLayers', `set layers of ${name}`);
    this.writes.push(`setLayers ${name} ${layers.join(' ')}`);
    for (const arn of layers) if (!this.layers.exists(arn)) throw new TypeError(`there is no ${arn}`);
    this.functions.setLayers(name, layers);
  }

  async newestLayerVersion(name: string): Promise<{ version: number; arn: string } | null> {
    this.strike('newestLayerVersion', `list the versions of layer ${name}`);
    return this.layers.newest(name);
  }

  async layerExists(arn: string): Promise<boolean> {
    this.strike('layerExists', `read layer ${arn}`);
    return this.layers.exists(arn);
  }

  async layerContent(arn: string): Promise<string | null> {
    this.strike('layerContent', `read layer ${arn}`);
    return this.layers.content(arn);
  }

  async keepObject(bucket: string, key: string, text: string): Promise<void> {
    this.strike('keepObject', `keep ${key} in bucket ${bucket}`);
    this.shelf(bucket).set(key, text);
    this.writes.push(`keepObject ${bucket} ${key}`);
  }

  async object(bucket: string, key: string): Promise<string | null> {
    this.strike('object', `read ${key} from bucket ${bucket}`);
    return this.shelf(bucket).get(key) ?? null;
  }

  async objectExists(bucket: string, key: string): Promise<boolean> {
    this.strike('objectExists', `look for ${key} in bucket ${bucket}`);
    return this.shelf(bucket).has(key);
  }

  async parameter(name: string): Promise<string | null> {
    this.strike('parameter', `read parameter ${name}`);
    return this.parameters.get(name) ?? null;
  }

  async setParameter(name: string, value: string): Promise<void> {
    this.strike('setParameter', `set parameter ${name}`);
    this.putParameter(name, value);
  }

  private shelf(bucket: string): Map<string, string> {
    const shelf = this.buckets.get(bucket);
    if (shelf === undefined) throw bucketNotFound({ bucket, region: this.region, endpoint: null });
    return shelf;
  }

  private strike(method: keyof Cloud, what: string): void {
    if (!this.failures.has(method)) return;
    const cause = this.failures.get(method);
    this.failures.delete(method);
    throw providerFailed('AWS', what, cause);
  }

  private time(): string {
    this.ticks += 1;
    return this.now?.() ?? new Date(Date.UTC(2026, 0, 1) + this.ticks * 1000).toISOString();
  }
}
