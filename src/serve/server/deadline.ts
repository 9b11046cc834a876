// When a request ends, whether it is done or not.
import { timedOut } from '../../base/database/failures.ts';
import { UserError } from '../../base/errors.ts';

/** A failure that we cause and nobody sees: it is none for the log. */
const NOBODY_WAITS = new UserError('UNAVAILABLE', 'Nobody waits for the answer any more.');

export class Deadline {
  readonly #end = new AbortController();
  #timer: NodeJS.Timeout | undefined;

  /** @param limit in milliseconds, from now on; null for none */
  constructor(limit: number | null) {
    this.#set(limit);
  }

  /** Aborts with the error that says why. */
  get signal(): AbortSignal {
    return this.#end.signal;
  }

  /** From now on. */
  extend(limit: number | null): void {
    clearTimeout(this.#timer);
    this.#set(limit);
  }

  /** Nobody waits any more. */
  end(): void {
    clearTimeout(this.#timer);
    this.#end.abort(NOBODY_WAITS);
  }

  #set(limit: number | null): void {
    if (limit === null) return;
    this.#timer = setTimeout(() => this.#end.abort(timedOut(limit)), limit);
    this.#timer.unref();
  }
}
