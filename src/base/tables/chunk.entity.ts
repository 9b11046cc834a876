// Facts of one kind and UTC month, column by column, to be added or taken away: a copy of metric_fact that is read whole.
import { defineEntity, p } from '@mikro-orm/postgresql';
import { CHUNK_COLUMNS } from './chunk-columns.ts';
import { id, text, time } from './columns.ts';

const packed = () => p.blob();

export const chunkSchema = defineEntity({
  name: 'MetricChunk',
  tableName: 'metric_chunk',
  properties: {
    id: id(),
    kind: text(),
    month: time(),
    /** 1 where these are added, -1 where they are taken away again. */
    signed: p.smallint(),
    /** How many. */
    facts: p.integer(),
    firstAt: time(),
    lastAt: time(),
    /** 1 where each value is its bin in hundredths, 0 where there is none, -1 where they stand in `amounts`. */
    hundredths: p.smallint(),
    /** False where some id does not fit: it must not be read then. */
    whole: p.boolean(),
    /** Milliseconds since the month began, less 2^31. */
    at: packed(),
    /** Eight bytes a fact: a float. */
    amounts: packed().nullable(),
    ...(Object.fromEntries(CHUNK_COLUMNS.map(name => [name, packed().nullable().fieldName(name)])) as object),
  },
  indexes: [
    { name: 'metric_chunk_kind', properties: ['kind', 'month'] },
    // those that may be joined
    {
      name: 'metric_chunk_small',
      expression: 'create index "metric_chunk_small" on "metric_chunk" ("kind", "month") where facts < 4096',
    },
  ],
});
export class MetricChunk extends chunkSchema.class {}
chunkSchema.setClass(MetricChunk);
