import { ageOf, type LeaseStamp, type LeaseStamps, type Moment } from '../../src/effects/lease-stamps';

interface Stamp {
  readonly token: string;
  readonly proven: Moment;
}

/** The stamps of one run in memory: for all tasks of a world, which share one process in tests. */
export class FakeLeaseStamps implements LeaseStamps {
  private readonly proofs = new Map<string, Stamp>();
  private readonly ends = new Map<string, 'lost' | 'freed'>();
  private readonly turns = new Map<string, Promise<unknown>>();

  constructor(private readonly time: () => string) {}

  now(): Moment {
    return { monotonic: Date.parse(this.time()), at: this.time() };
  }

  async read(environment: string): Promise<LeaseStamp | null> {
    const stamp = this.proofs.get(environment);
    if (stamp === undefined) return null;
    const state = this.ends.get(`${environment} ${stamp.token}`) ?? 'held';
    return { token: stamp.token, state, ageMilliseconds: ageOf(stamp.proven, this.now()) };
  }

  async prove(environment: string, token: string, proven: Moment): Promise<void> {
    this.proofs.set(environment, { token, proven });
  }

  async lose(environment: string, token: string): Promise<void> {
    this.end(environment, token, 'lost');
  }

  async free(environment: string, token: string): Promise<void> {
    this.end(environment, token, 'freed');
  }

  /** One after the other; nobody is ever turned away. */
  async alone<T>(name: string, work: () => Promise<T>): Promise<T | null> {
    const turn = (this.turns.get(name) ?? Promise.resolve()).then(work);
    this.turns.set(
      name,
      turn.catch(() => undefined),
    );
    return turn;
  }

  private end(environment: string, token: string, how: 'lost' | 'freed'): void {
    const key = `${environment} ${token}`;
    if (!this.ends.has(key)) this.ends.set(key, how);
  }
}
