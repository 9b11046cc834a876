// What each metric must be, counted straight from a world, by the words of its definition.
import type { MetricName } from '../../../../../src/derive/metrics/metric.ts';
import { purchasesByCustomer, type World } from '../../../../support/states.ts';

type Recount = (world: World) => number | null;

const mean = (values: readonly number[]) =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
const percent = <T>(all: readonly T[], test: (each: T) => boolean) => mean(all.map(each => (test(each) ? 100 : 0)));
const net = (scores: readonly number[], good: number, bad: number) =>
  mean(scores.map(score => (score >= good ? 100 : score <= bad ? -100 : 0)));
const temkin = (scores: readonly number[]) => net(scores, 6, 3);
const present = (values: readonly (number | null)[]) => values.flatMap(value => value ?? []);
const lives = (world: World, ...which: string[]) => world.customers.filter(({ life }) => which.includes(life)).length;
const resolved = (world: World) => world.cases.filter(({ resolution }) => resolution !== null);
const amounts = (world: World) => world.purchases.map(({ amount }) => amount);
const part = (of: number, all: number) => (all === 0 ? null : (100 * of) / all);

export const RECOUNT: Record<MetricName, Recount> = {
  NPS: w => net(w.nps, 9, 6),
  CSAT: w => percent(w.csat, score => score >= 4),
  CSAT_MEAN: w => mean(w.csat),
  CES: w => percent(w.ces, score => score >= 5),
  CES_MEAN: w => mean(w.ces),
  EXPERIENCE_RATING: w => {
    const parts = [temkin(w.effectiveness), temkin(w.ease), temkin(w.emotion)];
    return parts.includes(null) ? null : mean(present(parts));
  },
  EFFECTIVENESS: w => temkin(w.effectiveness),
  EASE: w => temkin(w.ease),
  EMOTION: w => temkin(w.emotion),
  QUALITY: w => percent(w.quality, score => score >= 4),
  EXPECTATIONS_MEAN: w => mean(w.expectations),
  IDEAL_MEAN: w => mean(w.ideal),
  EMPLOYEE_ENGAGEMENT: w => percent(w.engagement, score => score >= 4),
  SENTIMENT: w => mean(w.sentiments),
  RESPONSE_RATE: w => percent(w.invitations, status => status === 'COMPLETED'),
  FIRST_RESPONSE_TIME: w => mean(present(w.cases.map(({ response }) => response))),
  RESOLUTION_TIME: w => mean(present(w.cases.map(({ resolution }) => resolution))),
  HANDLE_TIME: w => mean(w.calls),
  BUSINESS_FIRST_RESPONSE_TIME: w => mean(present(w.cases.map(({ openResponse }) => openResponse))),
  BUSINESS_RESOLUTION_TIME: w => mean(present(w.cases.map(({ openResolution }) => openResolution))),
  BUSINESS_HANDLE_TIME: w => mean(w.openCalls),
  FIRST_CONTACT_RESOLUTION: w => percent(resolved(w), each => each.isFirstContact && !each.isReopened),
  REOPEN_RATE: w => percent(resolved(w), each => each.isReopened),
  CASE_VOLUME: w => w.cases.length || null,
  CUSTOMER_COUNT: w => lives(w, 'stayed', 'returned', 'new') || null,
  CHURN_RATE: w => part(lives(w, 'lost'), lives(w, 'lost', 'stayed')),
  RETENTION_RATE: w => part(lives(w, 'stayed', 'returned'), lives(w, 'lost', 'stayed')),
  REPEAT_PURCHASE_RATE: w => percent(purchasesByCustomer(w), purchases => purchases > 1),
  PURCHASE_FREQUENCY: w => mean(purchasesByCustomer(w)),
  AVERAGE_ORDER_VALUE: w => mean(amounts(w)),
  REVENUE: w => (w.purchases.length === 0 ? null : amounts(w).reduce((sum, amount) => sum + amount)),
  CUSTOMER_LIFETIME_VALUE: w => {
    const [lost, stayed] = [lives(w, 'lost'), lives(w, 'stayed')];
    const known = w.purchases.filter(({ customer }) => customer !== null).length;
    const orderValue = mean(amounts(w));
    if (orderValue === null || known === 0 || lost === 0) return null;
    const customers = (lost + stayed + lives(w, 'stayed', 'returned', 'new')) / 2;
    const keptInYear = (stayed / (lost + stayed)) ** (365 / w.days);
    return (orderValue * ((known / customers) * (365 / w.days))) / (1 - keptInYear);
  },
  REFERRAL_RATE: w => percent(w.customers, ({ hasReferred }) => hasReferred),
  CUSTOMER_ACQUISITION_COST: w => (w.spend === null || lives(w, 'new') === 0 ? null : w.spend / lives(w, 'new')),
  MARKET_SHARE: w => {
    const ours = lives(w, 'stayed', 'returned', 'new');
    return w.market === null || ours === 0 ? null : (100 * ours) / w.market;
  },
};
