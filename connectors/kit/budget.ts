// Request budgets: how many calls may start in a window, and a pause that a source asks for.
import type { Host } from '../contract.ts';

export interface Allowance {
  /** Calls that may start within `windowMs`. */
  readonly calls: number;
  readonly windowMs: number;
}

/** A sliding window over call starts, first come first served. One per vendor limit and session. */
export class Budget {
  private readonly starts: number[] = [];
  private pausedUntil = 0;
  private tail: Promise<void> = Promise.resolve();

  constructor(
    private readonly host: Host,
    private allowance: Allowance,
  ) {}

  /** Waits until one more call may start. Rejects when the run is aborted. */
  take(): Promise<void> {
    const turn = this.tail.then(() => this.admit());
    this.tail = turn.catch(() => undefined);
    return turn;
  }

  /** The source told what it really allows. */
  adjust(allowance: Allowance): void {
    this.allowance = allowance;
  }

  /** No call starts for this long: what a 429 asks for, shared by all callers. */
  pause(ms: number): void {
    this.pausedUntil = Math.max(this.pausedUntil, this.host.now() + ms);
  }

  private async admit(): Promise<void> {
    for (;;) {
      this.host.signal.throwIfAborted();
      const now = this.host.now();
      while (this.starts.length > 0 && this.starts[0]! <= now - this.allowance.windowMs) this.starts.shift();
      const wait = Math.max(
        this.pausedUntil - now,
        this.starts.length < this.allowance.calls ? 0 : this.starts[0]! + this.allowance.windowMs - now,
      );
      if (wait <= 0) break;
      await this.host.sleep(wait);
    }
    this.starts.push(this.host.now());
  }
}
