// The SQL of one request: it waits its turn for a connection, and ends with the request, also in the middle of a statement.
import type pg from 'pg';
import { cancelStatement } from './cancel.ts';
import { inWords, isCanceled } from './failures.ts';
import { type OnStatement, type Row, type Sql, type Statement, send, sqlOf } from './sql.ts';

export interface Turn {
  /** Aborts when the time is up or nobody waits any more, with the error to be thrown. */
  readonly signal: AbortSignal;
  end(): void;
}

export interface RequestBounds {
  /** Begun for each statement or transaction. */
  turn(): Turn;
  /** Resolves when one more connection may be checked out, with what says that it is not any more. Throws as `Line.enter` does. */
  enter(signal: AbortSignal): Promise<() => void>;
}

export interface RequestDatabase {
  readonly pool: pg.Pool;
  /** Over connections of its own: what ends the statements of others. */
  readonly control: Sql;
  readonly onStatement?: OnStatement;
}

/**
 * Every statement throws the reason of the turn's signal once that is aborted, and is then no longer running.
 * @throws UserError TIMEOUT, UNAVAILABLE, TOO_MANY_REQUESTS besides what the database says
 */
export function createRequestSql({ pool, control, onStatement }: RequestDatabase, bounds: RequestBounds): Sql {
  const onConnection = async <T>(work: (connection: CheckedOut) => Promise<T>): Promise<T> => {
    const turn = bounds.turn();
    try {
      const connection = await checkOut(pool, control, bounds, turn.signal);
      try {
        return await work(connection);
      } finally {
        await connection.giveBack();
      }
    } finally {
      turn.end();
    }
  };
  return {
    ...sqlOf(statement => onConnection(connection => connection.run(statement)), onStatement),
    transaction: work =>
      onConnection(async connection => {
        const tx: Sql = {
          ...sqlOf(statement => connection.run(statement), onStatement),
          transaction: inner => inner(tx),
        };
        await connection.run({ text: 'begin' });
        try {
          const result = await work(tx);
          // What is cancelled must not have been done.
          connection.signal.throwIfAborted();
          await connection.finish('commit');
          return result;
        } catch (error) {
          await connection.rollBack();
          throw error;
        }
      }),
  };
}

async function checkOut(pool: pg.Pool, control: Sql, bounds: RequestBounds, signal: AbortSignal): Promise<CheckedOut> {
  const leave = await bounds.enter(signal);
  const connecting = pool.connect();
  try {
    return new CheckedOut(await before(signal, connecting), control, signal, leave);
  } catch (error) {
    // It may still come, and is then nobody's.
    void connecting.then(client => client.release()).then(leave, leave);
    throw inWords(error);
  }
}

/** The result, unless the signal aborts first. */
function before<T>(signal: AbortSignal, result: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    result.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
    if (signal.aborted) abort();
  });
}

/** A connection of the pool while a request has it. */
class CheckedOut {
  readonly #cancels: Promise<void>[] = [];
  #broken: Error | undefined;

  constructor(
    private readonly client: pg.PoolClient,
    private readonly control: Sql,
    readonly signal: AbortSignal,
    private readonly leave: () => void,
  ) {
    // It may die between two statements: the next one says so. Without a listener the process would end.
    client.on('error', ignore);
  }

  async run(statement: Statement): Promise<Row[]> {
    this.signal.throwIfAborted();
    const { onRow } = statement;
    const told = onRow && ((row: Row) => (this.signal.aborted ? undefined : onRow(row)));
    const answer = send(this.client, { ...statement, onRow: told });
    const cancel = () => this.#cancels.push(this.#cancel(answer));
    this.signal.addEventListener('abort', cancel, { once: true });
    try {
      return await answer;
    } catch (error) {
      throw this.signal.aborted ? this.signal.reason : inWords(error);
    } finally {
      this.signal.removeEventListener('abort', cancel);
    }
  }

  /** A statement that is not cancelled. */
  async finish(text: string): Promise<void> {
    try {
      await this.client.query(text);
    } catch (error) {
      throw inWords(error);
    }
  }

  async rollBack(): Promise<void> {
    await Promise.all(this.#cancels);
    await this.client.query('rollback').catch(error => {
      this.#broken = error;
    });
  }

  async giveBack(): Promise<void> {
    await Promise.all(this.#cancels);
    // One that came late ends this statement, and not the first of whoever has the connection next.
    if (this.#cancels.length > 0 && !this.#broken) {
      await this.client.query('select 1').catch(error => {
        if (!isCanceled(error)) this.#broken = error;
      });
    }
    this.client.off('error', ignore);
    // A connection that is not as it was is not given back to the pool.
    this.client.release(this.#broken);
    this.leave();
  }

  async #cancel(answer: Promise<unknown>): Promise<void> {
    const { processID } = this.client as pg.PoolClient & { readonly processID: number };
    if (await cancelStatement(this.control, processID, answer)) return;
    this.#broken = new Error('a statement could not be cancelled');
    await (this.client as unknown as pg.Client).end().catch(ignore);
  }
}

const ignore = () => undefined;
