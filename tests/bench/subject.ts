// One database of the benchmark with our own services over it, whose statements are counted.
import { parseConfig } from '../../src/base/config.ts';
import type { Context } from '../../src/base/context/context.ts';
import { createPool, createSql, type Sql } from '../../src/base/database/sql.ts';
import { createLog } from '../../src/base/log.ts';
import { createRuntime } from '../../src/run/cli/runtime.ts';

export interface Subject {
  readonly sql: Sql;
  readonly ctx: Context;
  /** Statements sent so far, transactions' own begin and commit not counted. */
  statements(): number;
  close(): Promise<void>;
}

export async function openSubject(url: string): Promise<Subject> {
  const config = parseConfig({ DATABASE_URL: url, CXGRAPH_SECRET: 'only for the benchmark' });
  const runtime = await createRuntime(config, url, new Map(), createLog('warn'));
  let statements = 0;
  const pool = createPool(url, { max: 2 });
  const sql = createSql(pool, () => {
    statements += 1;
  });
  return {
    sql,
    ctx: { ...runtime.context(), sql },
    statements: () => statements,
    async close() {
      await pool.end();
      await runtime.close();
    },
  };
}
