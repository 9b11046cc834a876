// Who may hold how much at a time: others wait in line, first come first served.
import { UserError } from '../errors.ts';

interface Waiting {
  go(): void;
}

/** At most `width` at a time; at most `length` wait for a place. */
export class Line {
  #inUse = 0;
  readonly #waiting = new Set<Waiting>();

  constructor(
    readonly width: number,
    readonly length: number,
  ) {}

  get isEmpty(): boolean {
    return this.#inUse === 0 && this.#waiting.size === 0;
  }

  /**
   * Resolves with what gives the place back, once there is one.
   * @throws the reason of `signal` as soon as that aborts, UserError TOO_MANY_REQUESTS when the line is full.
   */
  async enter(signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted();
    if (this.#inUse < this.width) this.#inUse += 1;
    else await this.#wait(signal);
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      const [next] = this.#waiting;
      if (next) next.go();
      else this.#inUse -= 1;
    };
  }

  #wait(signal: AbortSignal): Promise<void> {
    if (this.#waiting.size >= this.length) throw tooMany(this.width + this.length);
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#waiting.delete(waiting);
        signal.removeEventListener('abort', abort);
      };
      const abort = () => {
        leave();
        reject(signal.reason);
      };
      const waiting: Waiting = {
        go() {
          leave();
          resolve();
        },
      };
      this.#waiting.add(waiting);
      signal.addEventListener('abort', abort, { once: true });
    });
  }
}

/** A line for each caller, kept only while somebody is in it. */
export class Lines {
  readonly #lines = new Map<string, Line>();

  constructor(
    readonly width: number,
    readonly length: number,
  ) {}

  /** As `Line.enter`, in the line of that caller. */
  async enter(caller: string, signal: AbortSignal): Promise<() => void> {
    let line = this.#lines.get(caller);
    if (!line) {
      line = new Line(this.width, this.length);
      this.#lines.set(caller, line);
    }
    const entered = line;
    const drop = () => {
      if (entered.isEmpty && this.#lines.get(caller) === entered) this.#lines.delete(caller);
    };
    try {
      const leave = await entered.enter(signal);
      return () => {
        leave();
        drop();
      };
    } catch (error) {
      drop();
      throw error;
    }
  }

  /** Callers that hold a place or wait for one. */
  get size(): number {
    return this.#lines.size;
  }
}

function tooMany(limit: number): UserError {
  return new UserError(
    'TOO_MANY_REQUESTS',
    `You have ${limit} readings under way or in line already. Wait for an answer before you ask again.`,
    { limit },
  );
}
