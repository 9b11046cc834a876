// Places of a limited number, and the words for who gets none.
import { UserError } from '../../base/errors.ts';
import type { Warn } from '../../base/throttle.ts';
import type { Limit } from './connection-limits.ts';

/** Gives a place back; a second call does nothing. */
export type Release = () => void;

export class Places {
  readonly #what: string;
  readonly #limit: Limit;
  readonly #warn: Warn;
  readonly #taken = new Map<string, number>();
  #all = 0;

  /** `what` stands in messages: "operations at work". */
  constructor(what: string, limit: Limit, warn: Warn) {
    this.#what = what;
    this.#limit = limit;
    this.#warn = warn;
  }

  /** Whether this caller alone has as many as one may have. */
  isFullFor(caller: string): boolean {
    return (this.#taken.get(caller) ?? 0) >= this.#limit.each;
  }

  isFull(): boolean {
    return this.#all >= this.#limit.all;
  }

  /** @throws UserError TOO_MANY_REQUESTS */
  take(caller: string): Release {
    if (this.isFullFor(caller)) throw tooMany(`${this.#what} of one caller`, this.#limit.each, this.#warn);
    if (this.isFull()) throw tooMany(this.#what, this.#limit.all, this.#warn);
    this.#all += 1;
    this.#taken.set(caller, (this.#taken.get(caller) ?? 0) + 1);
    let isTaken = true;
    return () => {
      if (!isTaken) return;
      isTaken = false;
      this.#all -= 1;
      const rest = this.#taken.get(caller)! - 1;
      if (rest === 0) this.#taken.delete(caller);
      else this.#taken.set(caller, rest);
    };
  }
}

/** The log gets it too. */
export function tooMany(what: string, limit: number, warn: Warn): UserError {
  warn(`refused: too many ${what}`, { limit });
  return new UserError('TOO_MANY_REQUESTS', `There are ${limit} ${what}, and no more are allowed. Try again later.`, {
    limit,
  });
}
