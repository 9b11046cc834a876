// Churn risk and lifetime value of customers, by the newest model of their currency.
import { setImmediate } from 'node:timers/promises';
import type { Sql } from '../../base/database/sql.ts';
import { historyColumns, historyOf, type StoredHistory } from './histories.ts';
import { pAlive } from './lifetime/bg-nbd.ts';
import type { CustomerHistory, LifetimeFit } from './lifetime/fit.ts';
import { lifetimeValue } from './lifetime/value.ts';

interface Model extends Pick<LifetimeFit, 'params' | 'unclear'> {
  readonly version: number;
}
interface Row extends StoredHistory {
  readonly customer_id: number;
  readonly currency: string;
}
export interface LifetimeScore {
  /** What it was computed of; scores whose row has changed since are not written. */
  readonly of: Row;
  /** 0 to 1; null where nobody can tell, see `predict`. */
  readonly churnRisk: number | null;
  /** In the customer's currency; null when no spend model could be fitted. */
  readonly lifetimeValue: number | null;
  readonly version: number;
}

/** Some 10 ms of computing; then others have their turn. */
const TURN = 50;

/** Customers among these whose purchases have changed since a model last saw them. */
export async function scoreChanged(tx: Sql, customers: readonly number[], now: Date | null): Promise<void> {
  const rows = await readRows(tx, customers, now, 'and s.model_version is null');
  if (rows.length > 0) await writeScores(tx, await scoresOf(rows, await readModels(tx)));
}

/** All of these who ever bought. */
export async function scoreLifetimes(sql: Sql, customers: readonly number[], now: Date | null) {
  return scoresOf(await readRows(sql, customers, now), await readModels(sql));
}

/** Rows without a model of their currency are not read. */
function readRows(sql: Sql, customers: readonly number[], now: Date | null, also = ''): Promise<Row[]> {
  return sql.query<Row>(
    `select s.customer_id, s.currency, ${historyColumns('s', 'coalesce($2::timestamptz, now())')}
     from customer_score s where s.customer_id = any($1::bigint[]) and s.purchases > 0 ${also}
     and exists (select from lifetime_model m where m.currency = s.currency)`,
    [customers, now],
  );
}

async function readModels(sql: Sql): Promise<ReadonlyMap<string, Model>> {
  const rows = await sql.query<Model & { currency: string }>(
    `select distinct on (currency) currency, version, params, unclear from lifetime_model order by currency, version desc`,
    [],
    'lifetime-models',
  );
  return new Map(rows.map(row => [row.currency, row]));
}

async function scoresOf(rows: readonly Row[], models: ReadonlyMap<string, Model>): Promise<LifetimeScore[]> {
  const scores: LifetimeScore[] = [];
  for (const [i, row] of rows.entries()) {
    if (i % TURN === TURN - 1) await setImmediate();
    const model = models.get(row.currency);
    if (!model) continue;
    scores.push({ of: row, version: model.version, ...predict(historyOf(row), model) });
  }
  return scores;
}

/**
 * The value is that of the next 12 months, discounted by 10 % a year. The model lets customers leave after a repeat
 * purchase only, so it knows nothing of who bought once: a risk of 0 would be no prediction. Nor is there one where what
 * is known of leaving is unclear: that somebody is gone is never seen, and told by these parameters alone. What they will
 * buy is seen, and is the same all along a ridge.
 */
export function predict(history: CustomerHistory, { params, unclear }: Pick<LifetimeFit, 'params' | 'unclear'>) {
  const { x, tx, T } = history;
  const canTell = x > 0 && !unclear.includes('LEAVING');
  return {
    churnRisk: canTell ? 1 - pAlive(x, tx, T, params.purchases) : null,
    lifetimeValue: lifetimeValue(history, params),
  };
}

/** Returns those who were written. */
export async function writeScores(tx: Sql, scores: readonly LifetimeScore[]): Promise<number[]> {
  if (scores.length === 0) return [];
  const rows = await tx.query<{ id: number }>(
    `update customer_score s set churn_risk = n.risk, lifetime_value = coalesce(n.value, '-infinity'), model_version = n.version
     from unnest($1::bigint[], $2::float8[], $3::float8[], $4::int[], $5::int[], $6::int[], $7::float8[], $8::text[])
       as n(id, risk, value, version, purchases, recency, mean, currency)
     where s.customer_id = n.id and s.purchases = n.purchases and s.last_purchase - s.first_purchase = n.recency
       and s.mean_amount is not distinct from n.mean and s.currency = n.currency
     returning s.customer_id as id`,
    [
      scores.map(score => score.of.customer_id),
      scores.map(score => score.churnRisk),
      scores.map(score => score.lifetimeValue),
      scores.map(score => score.version),
      scores.map(score => score.of.purchases),
      scores.map(score => score.of.recency),
      scores.map(score => score.of.mean_amount),
      scores.map(score => score.of.currency),
    ],
    'lifetimes-write',
  );
  return rows.map(row => row.id);
}
