// Watches a CX index.
import type { Context } from '../context.ts';
import { badInput } from '../errors.ts';
import type { MetricFilter } from '../metrics/filter.ts';
import { findIndex } from '../metrics/index/definitions.ts';
import type { Watched } from './watched.ts';

export async function watchIndex(ctx: Context, key: string, _where: MetricFilter | null): Promise<Watched> {
  await findIndex(ctx.sql, key);
  throw badInput('index', 'Rules on an index are not there yet. Watch one of its metrics.');
}
