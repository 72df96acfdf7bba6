import type { Clock } from '../../src/effects/ports';
import { NOON } from './values';

interface Timer {
  readonly due: number;
  readonly act: () => void;
}

/**
 * Time that passes only while everybody waits for it: when nothing else is left to do, the clock goes to the next timer at once. Pauses
 * that run side by side pass side by side.
 */
export class VirtualClock implements Clock {
  readonly zone = 'UTC';
  private time = Date.parse(NOON);
  private timers: Timer[] = [];
  private scheduled = false;

  now(): string {
    return new Date(this.time).toISOString();
  }

  pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      this.at(milliseconds, resolve);
    });
  }

  /** Does something when so much time has passed: what the world does by itself meanwhile. It takes somebody's pause to get there. */
  later(milliseconds: number, act: () => void): void {
    this.timers.push({ due: this.time + milliseconds, act });
  }

  /** Lets time pass at once. */
  advance(milliseconds: number): void {
    this.time += milliseconds;
  }

  private at(milliseconds: number, act: () => void): void {
    this.later(milliseconds, act);
    if (this.scheduled) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      this.goOn();
    });
  }

  private goOn(): void {
    const next = Math.min(...this.timers.map((timer) => timer.due));
    this.time = Math.max(this.time, next);
    const due = this.timers.filter((timer) => timer.due <= this.time);
    this.timers = this.timers.filter((timer) => timer.due > this.time);
    for (const timer of due) timer.act();
    if (this.timers.length > 0 && !this.scheduled) {
      this.scheduled = true;
      setImmediate(() => {
        this.scheduled = false;
        if (this.timers.length > 0) this.goOn();
      });
    }
  }
}
