// Fits the lifetime models to what customers bought: a new version for each currency that has enough of them.
import type { Sql } from '../../base/database/sql.ts';
import { fitApart } from './fit-apart.ts';
import { historyColumns, historyOf, type StoredHistory } from './histories.ts';
import { LEAST_REPEATERS, type LifetimeFit } from './lifetime/fit.ts';

export interface FitOptions {
  readonly signal?: AbortSignal;
  /** The database's moment unless told. */
  readonly now?: Date | null;
}
export interface FittedModel extends LifetimeFit {
  readonly currency: string;
  readonly version: number;
}

/** More customers make the parameters no better than they need to be. */
export const MOST_CUSTOMERS = 50_000;
/** Which customers are in the sample: the same ones every night. */
const SEED = 20261122;

/** Currencies with too few customers who bought again keep the model they have, if they ever had one. */
export async function fitModels(sql: Sql, { signal, now = null }: FitOptions = {}): Promise<FittedModel[]> {
  const fitted: FittedModel[] = [];
  const currencies = await sql.query<{ currency: string; population: number }>(
    `select currency, count(*)::int as population from customer_score where purchases > 0
     group by currency having count(*) filter (where purchases > 1) >= $1 order by currency`,
    [LEAST_REPEATERS],
  );
  for (const { currency, population } of currencies) {
    const rows = await sql.query<StoredHistory>(
      `select ${historyColumns('s', 'coalesce($2::timestamptz, now())')} from customer_score s
       where s.currency = $1 and s.purchases > 0
       order by hashint8extended(s.customer_id, $3), s.customer_id limit $4`,
      [currency, now, SEED, MOST_CUSTOMERS],
    );
    const fit = await fitApart(rows.map(historyOf), signal);
    if (fit) fitted.push({ ...fit, currency, version: await keep(sql, currency, population, fit) });
  }
  return fitted;
}

async function keep(sql: Sql, currency: string, population: number, fit: LifetimeFit): Promise<number> {
  const row = await sql.one<{ version: number }>(
    `insert into lifetime_model (currency, version, params, converged, unclear, sample, population)
     select $1, coalesce(max(version), 0) + 1, $2, $3, $4, $5, $6 from lifetime_model where currency = $1 returning version`,
    [currency, JSON.stringify(fit.params), fit.converged, fit.unclear, fit.n, population],
  );
  return row!.version;
}
