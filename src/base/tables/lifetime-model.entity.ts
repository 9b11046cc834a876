// Every fit of the lifetime models that was made, by currency. The newest version is in use; none is ever changed.
import { defineEntity, p } from '@mikro-orm/postgresql';
import { createdNow, json, text } from './columns.ts';

export const lifetimeModelSchema = defineEntity({
  name: 'LifetimeModel',
  tableName: 'lifetime_model',
  properties: {
    currency: text().primary(),
    /** From 1. */
    version: p.integer().primary(),
    params: json(),
    /** False when the likelihood has no clear maximum. */
    converged: p.boolean(),
    /** Customers it was fitted to. */
    sample: p.integer(),
    /** Customers who bought in this currency, of whom the sample was drawn. */
    population: p.integer(),
    fittedAt: createdNow(),
  },
});
export class LifetimeModel extends lifetimeModelSchema.class {}
lifetimeModelSchema.setClass(LifetimeModel);
