// Plain SQL over one pool: parameters, transactions, and a hook that sees every statement.
import pg from 'pg';

/** int8 as number: ids and counts stay below 2^53. */
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === pg.types.builtins.INT8 && format !== 'binary'
      ? Number
      : pg.types.getTypeParser(oid, format as 'text')) as pg.CustomTypesConfig['getTypeParser'],
};

export type Row = Record<string, unknown>;

export interface Sql {
  /** `name` makes it a prepared statement of each connection. */
  query<T = Row>(text: string, params?: readonly unknown[], name?: string): Promise<T[]>;
  one<T = Row>(text: string, params?: readonly unknown[], name?: string): Promise<T | undefined>;
  /** One statement whose rows are told one by one and not kept, so that memory does not grow with them. */
  each<T = Row>(text: string, params: readonly unknown[], onRow: (row: T) => void): Promise<void>;
  /** Runs `work` in one transaction on one connection; nested calls join it. */
  transaction<T>(work: (tx: Sql) => Promise<T>): Promise<T>;
}

export type OnStatement = (text: string) => void;

export function createPool(connectionString: string, options: pg.PoolConfig = {}): pg.Pool {
  const pool = new pg.Pool({ connectionString, types, max: 10, application_name: 'cxgraph', ...options });
  // An idle connection may die with the server; the next query reports it to whoever asks.
  pool.on('error', () => undefined);
  return pool;
}

export function createSql(pool: pg.Pool, onStatement?: OnStatement): Sql {
  return {
    ...sqlOf(statement => sendOver(pool, statement), onStatement),
    async transaction(work) {
      const client = await pool.connect();
      // A connection may die between two statements: the next one says so. Without a listener the process would end.
      const ignore = () => undefined;
      client.on('error', ignore);
      const run = (statement: Statement) => send(client, statement);
      const tx: Sql = { ...sqlOf(run, onStatement), transaction: inner => inner(tx) };
      try {
        await client.query('begin');
        const result = await work(tx);
        await client.query('commit');
        client.off('error', ignore);
        client.release();
        return result;
      } catch (error) {
        // A connection that cannot even roll back is not given back to the pool.
        const broken = await client.query('rollback').then(
          () => undefined,
          (failure: Error) => failure,
        );
        client.off('error', ignore);
        client.release(broken);
        throw error;
      }
    },
  };
}

/** Whether the statement failed for want of a connection, and may succeed later. Nothing of its transaction was kept. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (isBusy(error)) return true;
  const { code } = error as NodeJS.ErrnoException;
  if (code !== undefined) return /^(08...|57P0[1-4]|ECONNREFUSED|ECONNRESET|EPIPE)$/.test(code);
  return /^(Connection terminated|Client has encountered a connection error)/.test(error.message);
}

/** Whether all connections were in use. */
export function isBusy(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return (
    (error as NodeJS.ErrnoException).code === '53300' ||
    error.message.startsWith('timeout exceeded when trying to connect')
  );
}

/**
 * Whether PostgreSQL refused a value: one that does not fit its column (class 22) or an index (54), or that would write a row
 * twice (21000). Another value in its place would have been taken.
 */
export function isDataError(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && /^(22...|54...|21000)$/.test(code);
}

/**
 * Part of a transaction that may fail on its own: what it wrote is then taken back, and the rest goes on. With a transaction
 * of its own where there is none.
 */
export function savepoint<T>(sql: Sql, work: (tx: Sql) => Promise<T>): Promise<T> {
  return sql.transaction(async tx => {
    await tx.query('savepoint part');
    try {
      const result = await work(tx);
      await tx.query('release savepoint part');
      return result;
    } catch (error) {
      // With the connection gone there is nothing to go back to, and the first error says why.
      await tx.query('rollback to savepoint part; release savepoint part').catch(() => undefined);
      throw error;
    }
  });
}

export interface Statement {
  readonly name?: string;
  readonly text: string;
  readonly values?: unknown[];
  /** Is told each row; none is given back then. */
  readonly onRow?: (row: Row) => void;
}

/** The rows of a statement on one connection. */
export async function send(client: pg.ClientBase, { onRow, ...statement }: Statement): Promise<Row[]> {
  if (!onRow) return (await client.query<Row>(statement)).rows;
  return new Promise((resolve, reject) => {
    let failure: { readonly error: unknown } | undefined;
    const query = client.query(new pg.Query<Row>(statement));
    query.on('row', row => {
      if (failure) return;
      try {
        onRow(row);
      } catch (error) {
        failure = { error };
      }
    });
    query.on('error', reject);
    query.on('end', () => (failure ? reject(failure.error) : resolve([])));
  });
}

async function sendOver(pool: pg.Pool, statement: Statement): Promise<Row[]> {
  if (!statement.onRow) return (await pool.query<Row>(statement)).rows;
  const client = await pool.connect();
  try {
    return await send(client, statement);
  } finally {
    client.release();
  }
}

export function sqlOf(
  run: (statement: Statement) => Promise<Row[]>,
  onStatement?: OnStatement,
): Omit<Sql, 'transaction'> {
  const query = async <T>(text: string, params: readonly unknown[] = [], name?: string): Promise<T[]> => {
    onStatement?.(text);
    return (await run({ ...(name && { name }), text, values: [...params] })) as T[];
  };
  return {
    query,
    one: async <T>(text: string, params?: readonly unknown[], name?: string) => (await query<T>(text, params, name))[0],
    async each<T>(text: string, params: readonly unknown[], onRow: (row: T) => void) {
      onStatement?.(text);
      await run({ text, values: [...params], onRow: onRow as (row: Row) => void });
    },
  };
}
