// One WebSocket: what it may have at work, how fast it is read, how much may wait for its reader, and when it ends.
import { AsyncLocalStorage } from 'node:async_hooks';
import type { WebSocket } from 'ws';
import type { Warn } from '../../base/throttle.ts';
import type { ConnectionLimits } from './connection-limits.ts';
import { type Places, type Release, tooMany } from './places.ts';

/** What all WebSockets of a server share. */
export interface Shared {
  readonly limits: ConnectionLimits;
  readonly operations: Places;
  readonly subscriptions: Places;
  readonly warn: Warn;
}

type Kind = 'operations' | 'subscriptions';

/** "Going Away": clients connect again. */
const AGAIN = 1001;
/** Of our own; clients connect again after this one too. */
const TOO_SLOW = 4413;

/** What the message at work has to give back when it is done. */
const releasesOf = new AsyncLocalStorage<Release[]>();

export class SocketGuard {
  readonly #socket: WebSocket;
  readonly #shared: Shared;
  readonly #working = { operations: 0, subscriptions: 0 };
  #waiters: (() => void)[] = [];
  /** Messages that may come now. */
  #credit: number;
  #creditAt = performance.now();
  /** Those that came too fast; while there are any, the socket is not read. */
  #late: (() => void)[] = [];
  #turn: NodeJS.Timeout | undefined;
  readonly #openedAt = performance.now();
  #heardAt = performance.now();
  #pingedAt = performance.now();
  #busyAt = performance.now();
  #slowSince: number | null = null;

  constructor(socket: WebSocket, shared: Shared) {
    this.#socket = socket;
    this.#shared = shared;
    this.#credit = shared.limits.messages.burst;
    socket.on('ping', () => this.hear(() => undefined));
    socket.on('pong', () => this.hear(() => undefined));
    socket.once('close', () => this.#letGo());
  }

  /** Bytes that wait for the reader. */
  get buffered(): number {
    return this.#socket.bufferedAmount;
  }

  /** A message came. Whoever sends too fast is not refused, but heard slowly, so that others have their turn. */
  hear(message: () => void): void {
    const { burst, perSecond } = this.#shared.limits.messages;
    const now = performance.now();
    this.#heardAt = now;
    this.#credit = Math.min(burst, this.#credit + ((now - this.#creditAt) / 1_000) * perSecond);
    this.#creditAt = now;
    if (this.#credit >= 1 && !this.#turn) {
      this.#credit -= 1;
      message();
      return;
    }
    // Only what had arrived together with it still comes.
    this.#socket.pause();
    this.#late.push(message);
    this.#turn ??= setInterval(() => this.#hearLate(), 1_000 / perSecond);
  }

  #hearLate(): void {
    this.#credit = 0;
    this.#creditAt = performance.now();
    this.#late.shift()?.();
    if (this.#late.length === 0) this.#letRead();
  }

  /** Works a message; what it begins is given back when it is done, however it ends. */
  async work(message: () => Promise<void>): Promise<void> {
    const releases: Release[] = [];
    try {
      await releasesOf.run(releases, message);
    } finally {
      for (const release of releases) release();
    }
  }

  /** Called while a message is worked. @throws UserError TOO_MANY_REQUESTS */
  begin(kind: Kind, caller: string): void {
    const { limits, warn } = this.#shared;
    const limit = kind === 'operations' ? limits.socketOperations : limits.socketSubscriptions;
    if (this.#working[kind] >= limit) throw tooMany(`${WORDS[kind]} on one WebSocket`, limit, warn);
    const release = this.#shared[kind].take(caller);
    this.#working[kind] += 1;
    releasesOf.getStore()!.push(() => {
      release();
      this.#working[kind] -= 1;
      this.#busyAt = performance.now();
    });
  }

  /** Resolves when the reader has read what waited for it, or is gone. */
  async room(): Promise<void> {
    while (this.#isFull()) await new Promise<void>(resolve => this.#waiters.push(resolve));
  }

  /** Something was handed over. */
  flushed(): void {
    if (!this.#isFull()) this.#wake();
  }

  /** Called again and again. */
  check(): void {
    const { limits } = this.#shared;
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    const now = performance.now();
    this.flushed();
    this.#slowSince = this.#isFull() ? (this.#slowSince ?? now) : null;
    // Who is not read for now cannot show that it lives.
    if (this.#turn) this.#heardAt = now;
    if (this.#working.operations + this.#working.subscriptions > 0) this.#busyAt = now;
    if (this.#slowSince !== null && now - this.#slowSince >= limits.slowMs) this.endSlow();
    else if (now - this.#heardAt >= 2 * limits.pingMs) this.#socket.terminate();
    else if (now - this.#openedAt >= limits.socketAgeMs) this.#end(AGAIN, 'This socket is old. Connect again.');
    else if (now - this.#busyAt >= limits.idleMs) this.#end(AGAIN, 'Nothing was asked for long. Connect again.');
    else if (now - this.#pingedAt >= limits.pingMs) {
      this.#pingedAt = now;
      this.#socket.ping();
    }
  }

  endSlow(): void {
    this.#shared.warn('closed: a WebSocket whose reader is too slow', { bytes: this.buffered });
    this.#end(TOO_SLOW, `Too slow: ${this.buffered} bytes were waiting to be read. Connect again and ask for less.`);
  }

  #isFull(): boolean {
    return this.#socket.readyState === this.#socket.OPEN && this.buffered > this.#shared.limits.bufferedBytes;
  }

  #wake(): void {
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const wake of waiters) wake();
  }

  #letRead(): void {
    clearInterval(this.#turn);
    this.#turn = undefined;
    this.#late = [];
    this.#socket.resume();
  }

  /** Nobody waits for a socket that closes, and its answer to the goodbye is to be read. */
  #letGo(): void {
    this.#wake();
    this.#letRead();
  }

  #end(code: number, reason: string): void {
    this.#socket.close(code, reason);
    this.#letGo();
  }
}

const WORDS: Readonly<Record<Kind, string>> = { operations: 'operations at work', subscriptions: 'subscriptions' };
