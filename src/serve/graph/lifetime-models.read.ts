// The lifetime models in use.
import type { Context } from '../../base/context/context.ts';
import type { LifetimeFit, LifetimeParams } from '../../derive/scores/lifetime/fit.ts';

export interface LifetimeModelRow extends Pick<LifetimeParams, 'purchases' | 'spend'> {
  readonly currency: string;
  readonly version: number;
  readonly converged: boolean;
  readonly unclear: LifetimeFit['unclear'];
  readonly sample: number;
  readonly population: number;
  readonly fittedAt: Date;
}

/** The newest of each currency, the one with most customers first. One statement. */
export function readLifetimeModels(ctx: Pick<Context, 'sql'>): Promise<LifetimeModelRow[]> {
  return ctx.sql.query<LifetimeModelRow>(
    `select coalesce(nullif(currency, ''), 'XXX') as currency, version, params -> 'purchases' as purchases,
       params -> 'spend' as spend, converged, unclear, sample, population, fitted_at as "fittedAt"
     from (select distinct on (currency) * from lifetime_model order by currency, version desc) m
     order by population desc, currency`,
  );
}
