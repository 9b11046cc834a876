// Figures that no CRM knows: what acquisition cost, how large the market is.
import { defineEntity, p } from '@mikro-orm/postgresql';
import { createdNow, number, text } from './columns.ts';

export const figureSchema = defineEntity({
  name: 'MetricFigure',
  tableName: 'metric_figure',
  properties: {
    /** The caller's own. */
    id: text().primary(),
    figure: text(),
    from: p.date(),
    to: p.date(),
    amount: number(),
    currency: text().nullable(),
    recordedAt: createdNow(),
  },
  indexes: [{ name: 'metric_figure_period', properties: ['figure', 'to', 'from'] }],
});
export class MetricFigure extends figureSchema.class {}
figureSchema.setClass(MetricFigure);
