// One database of the benchmark with our own services over it, whose statements are counted.
import { createRuntime } from '../../../src/cli/runtime.ts';
import { parseConfig } from '../../../src/config.ts';
import type { Context } from '../../../src/context.ts';
import { createPool, createSql, type Sql } from '../../../src/database/sql.ts';
import { createLog } from '../../../src/log.ts';

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
