// The sums of all facts of one kind, day (or hour), group, unit and bin. Exact: facts are added and taken away.
import { defineEntity, p } from '@mikro-orm/postgresql';
import { text, time } from './columns.ts';

const whole = () => p.integer();
const exact = () => p.string().columnType('numeric');

export const rollupSchema = defineEntity({
  name: 'MetricRollup',
  tableName: 'metric_rollup',
  properties: {
    kind: text().primary(),
    /** Which dimensions k1 to k3 are: see rollup-sets.ts. */
    set: p.smallint().primary(),
    /** M for a month, D for a day, H for an hour, all of UTC. */
    grain: text().primary(),
    at: time().primary(),
    k1: text().primary(),
    k2: text().primary(),
    k3: text().primary(),
    unit: text().primary(),
    bin: whole().primary(),
    n: whole(),
    positive: whole(),
    negative: whole(),
    sum: exact(),
    squares: exact(),
    /** Facts by the last digit (base 8) of the subject: so many of these that are not 0, so many subjects at least. */
    s0: whole(),
    s1: whole(),
    s2: whole(),
    s3: whole(),
    s4: whole(),
    s5: whole(),
    s6: whole(),
    s7: whole(),
  },
});
export class MetricRollup extends rollupSchema.class {}
rollupSchema.setClass(MetricRollup);
