// One thing that was measured: an answer, a case, a purchase. Kept by the refresh; metrics are sums of these.
import { defineEntity, p } from '@mikro-orm/postgresql';
import { idOf, number, sharedId, text, time } from './columns.ts';

export const factSchema = defineEntity({
  name: 'MetricFact',
  tableName: 'metric_fact',
  properties: {
    /** The interaction, response or invitation. */
    sourceId: sharedId(),
    /** The question; 0 where there is none. */
    item: sharedId(),
    kind: text().primary(),
    /** The customer; the negative source id for what belongs to nobody. */
    subject: idOf(),
    at: time(),
    value: number(),
    /** 1 good, -1 bad, 0 neither, by the question's rule. */
    sign: p.smallint(),
    bin: p.integer(),
    unit: text(),
    channel: text().nullable(),
    touchpoint: text().nullable(),
    surveyId: idOf().nullable(),
    connectionId: idOf(),
    country: text().nullable(),
    lifecycleStage: text().nullable(),
    language: text().nullable(),
    accountId: idOf().nullable(),
    caseId: idOf().nullable(),
    /** By which way somebody was asked. */
    surveyChannel: text().nullable(),
    /** Who of us handled it. */
    agent: text().nullable(),
  },
  indexes: [
    { name: 'metric_fact_kind', properties: ['kind', 'at', 'sourceId', 'item'] },
    { name: 'metric_fact_subject', properties: ['subject', 'kind', 'at'] },
  ],
});
export class MetricFact extends factSchema.class {}
factSchema.setClass(MetricFact);
