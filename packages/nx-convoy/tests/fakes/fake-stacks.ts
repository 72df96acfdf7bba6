import type { StackEvent, StackSource } from '../../src/effects/ports';
import type { LiveStack } from '../../src/model/live-state';
import { providerFailed } from '../../src/model/provider-failed';

interface FakeStack {
  live: LiveStack;
  source: StackSource;
  change: UnderWay | null;
}
/** `next`: what the stack is made from once `status` is reached. */
interface UnderWay {
  looks: number;
  readonly until: string | null;
  readonly status: string;
  readonly next: StackSource | null;
}
export type StackChange = Partial<Omit<LiveStack, 'name'>> & { readonly source?: Partial<StackSource> };
export interface ScheduledChange {
  /** Status meanwhile. */
  readonly status?: string;
  /** Status in the end; ABSENT: the stack is gone. */
  readonly then?: string;
  /** How many looks see it under way. */
  readonly looks?: number;
  /** Instead of looks: the time (ISO) at which it ends. */
  readonly until?: string;
}

const EMPTY: StackSource = { template: '{}', parameters: {}, tags: {}, capabilities: [] };
/** From which CloudFormation takes an update. */
const UPDATABLE =
  /^(CREATE_COMPLETE|UPDATE_COMPLETE|UPDATE_FAILED|UPDATE_ROLLBACK_COMPLETE|IMPORT_COMPLETE)$/;

/** The stacks of a FakeCloud; what they do is told there. */
export class FakeStacks {
  /** Told when an update has ended well: what its template does to the rest of the world. */
  onUpdate: (stack: string, source: StackSource) => void = () => undefined;
  private readonly stacks = new Map<string, FakeStack>();
  private readonly events = new Map<string, StackEvent[]>();
  private readonly endings = new Map<string, string>();

  constructor(
    private readonly time: () => string,
    private readonly writes: string[],
  ) {}

  put(name: string, { source, ...change }: StackChange): void {
    const before = this.stacks.get(name);
    const known = {
      status: before === undefined ? 'CREATE_COMPLETE' : 'UPDATE_COMPLETE',
      outputs: before?.live.outputs ?? {},
    };
    const live = { name, ...known, updatedAt: this.time(), ...change };
    this.stacks.set(name, { live, source: { ...EMPTY, ...before?.source, ...source }, change: null });
  }

  putEvent(name: string, event: Omit<StackEvent, 'at'> & { readonly at?: string }): void {
    const events = this.events.get(name) ?? [];
    events.push({ at: this.time(), ...event });
    this.events.set(name, events);
  }

  schedule(name: string, scheduled: ScheduledChange): void {
    const { status = 'UPDATE_IN_PROGRESS', then = 'UPDATE_COMPLETE', looks = 1, until = null } = scheduled;
    this.begin(name, status, { looks, until, status: then, next: null });
  }

  endNextWith(name: string, status: string): void {
    this.endings.set(name, status);
  }

  remove(name: string): void {
    this.stacks.delete(name);
  }

  look(name: string): LiveStack | null {
    const { change } = this.stacks.get(name) ?? {};
    if (change != null) {
      const isOver = change.until === null ? change.looks === 0 : this.time() >= change.until;
      if (isOver) this.end(name, change);
      else change.looks -= 1;
    }
    return this.stacks.get(name)?.live ?? null;
  }

  eventsSince(name: string, since: string): StackEvent[] {
    return (this.events.get(name) ?? []).filter((event) => Date.parse(event.at) >= Date.parse(since));
  }

  source(name: string): StackSource | null {
    const stack = this.stacks.get(name);
    // Under review it was never made from anything.
    return stack === undefined || stack.live.status === 'REVIEW_IN_PROGRESS' ? null : stack.source;
  }

  update(name: string, source: StackSource): 'updating' | 'unchanged' {
    const what = `update stack ${name}`;
    const stack = this.stacks.get(name);
    if (stack === undefined) throw refused(what, `Stack [${name}] does not exist`);
    const next = { ...source, parameters: knownOnly(source, stack.source) };
    if (stack.change?.next != null && isSame(stack.change.next, next)) return 'updating';
    if (!UPDATABLE.test(stack.live.status)) throw refused(what, `it is in ${stack.live.status} state`);
    if (isSame(stack.source, next)) return 'unchanged';
    this.writes.push(`updateStack ${name}`);
    const status = this.ending(name, 'UPDATE_COMPLETE');
    this.begin(name, 'UPDATE_IN_PROGRESS', { looks: 1, until: null, status, next });
    return 'updating';
  }

  delete(name: string): void {
    this.writes.push(`deleteStack ${name}`);
    if (!this.stacks.has(name)) return;
    const status = this.ending(name, 'ABSENT');
    this.begin(name, 'DELETE_IN_PROGRESS', { looks: 1, until: null, status, next: null });
  }

  continueRollback(name: string): void {
    const status = this.stacks.get(name)?.live.status ?? 'ABSENT';
    if (status === 'UPDATE_ROLLBACK_IN_PROGRESS' || status === 'UPDATE_ROLLBACK_COMPLETE') return;
    if (status !== 'UPDATE_ROLLBACK_FAILED')
      throw refused(`continue the rollback of stack ${name}`, `it is in ${status} state`);
    this.writes.push(`continueRollback ${name}`);
    const end = this.ending(name, 'UPDATE_ROLLBACK_COMPLETE');
    this.begin(name, 'UPDATE_ROLLBACK_IN_PROGRESS', { looks: 1, until: null, status: end, next: null });
  }

  private begin(name: string, status: string, change: UnderWay): void {
    const stack = this.stacks.get(name);
    if (stack === undefined) throw new TypeError(`there is no stack ${name}`);
    stack.live = { ...stack.live, status, updatedAt: this.time() };
    stack.change = change;
  }

  private end(name: string, { status, next }: UnderWay): void {
    const stack = this.stacks.get(name);
    if (stack === undefined) return;
    if (status === 'ABSENT') {
      this.stacks.delete(name);
      return;
    }
    stack.live = { ...stack.live, status };
    stack.change = null;
    if (next === null || status !== 'UPDATE_COMPLETE') return;
    stack.source = next;
    this.onUpdate(name, next);
  }

  private ending(name: string, usual: string): string {
    const ending = this.endings.get(name) ?? usual;
    this.endings.delete(name);
    return ending;
  }
}

/** A value that stays can only stay where there is one. */
function knownOnly(source: StackSource, current: StackSource): StackSource['parameters'] {
  const kept = Object.entries(source.parameters).filter(
    ([name, value]) => value !== null || name in current.parameters,
  );
  return Object.fromEntries(kept);
}

function isSame(one: StackSource, other: StackSource): boolean {
  return texts(one) === texts(other);
}

/** Capabilities are a permission, not a part of what the stack is. */
function texts({ template, parameters, tags }: StackSource): string {
  const sorted = (of: object): unknown[] =>
    Object.entries(of).sort(([one], [other]) => (one < other ? -1 : 1));
  return JSON.stringify([template, sorted(parameters), sorted(tags)]);
}

function refused(what: string, because: string): Error {
  return providerFailed('AWS', what, new RangeError(because));
}
