// Every fit of the lifetime models that was made, by currency. The newest version is in use; none is ever changed.
import { defineEntity, p } from '@mikro-orm/postgresql';
import { createdNow, json, text, texts } from './columns.ts';

export const lifetimeModelSchema = defineEntity({
  name: 'LifetimeModel',
  tableName: 'lifetime_model',
  properties: {
    currency: text().primary(),
    /** From 1. */
    version: p.integer().primary(),
    params: json(),
    /** Whether nothing is unclear. */
    converged: p.boolean(),
    /** BUYING, LEAVING, SPENDING: parts in which the likelihood has no clear maximum. */
    unclear: texts().defaultRaw(`'{}'`),
    /** Customers it was fitted to. */
    sample: p.integer(),
    /** Customers who bought in this currency, of whom the sample was drawn. */
    population: p.integer(),
    fittedAt: createdNow(),
  },
});
export class LifetimeModel extends lifetimeModelSchema.class {}
lifetimeModelSchema.setClass(LifetimeModel);
