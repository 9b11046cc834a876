// Pure: the dictionary of metrics, one a line. Their names, and whatever else lists metrics, follow from it.
import { averageOrderValue } from './formulas/average-order-value.ts';
import { businessFirstResponseTime } from './formulas/business-first-response-time.ts';
import { businessHandleTime } from './formulas/business-handle-time.ts';
import { businessResolutionTime } from './formulas/business-resolution-time.ts';
import { caseVolume } from './formulas/case-volume.ts';
import { ces } from './formulas/ces.ts';
import { cesMean } from './formulas/ces-mean.ts';
import { churnRate } from './formulas/churn-rate.ts';
import { csat } from './formulas/csat.ts';
import { csatMean } from './formulas/csat-mean.ts';
import { customerAcquisitionCost } from './formulas/customer-acquisition-cost.ts';
import { customerCount } from './formulas/customer-count.ts';
import { customerLifetimeValue } from './formulas/customer-lifetime-value.ts';
import { ease } from './formulas/ease.ts';
import { effectiveness } from './formulas/effectiveness.ts';
import { emotion } from './formulas/emotion.ts';
import { employeeEngagement } from './formulas/employee-engagement.ts';
import { expectationsMean } from './formulas/expectations-mean.ts';
import { experienceRating } from './formulas/experience-rating.ts';
import { firstContactResolution } from './formulas/first-contact-resolution.ts';
import { firstResponseTime } from './formulas/first-response-time.ts';
import { handleTime } from './formulas/handle-time.ts';
import { idealMean } from './formulas/ideal-mean.ts';
import { marketShare } from './formulas/market-share.ts';
import { nps } from './formulas/nps.ts';
import { purchaseFrequency } from './formulas/purchase-frequency.ts';
import { quality } from './formulas/quality.ts';
import { referralRate } from './formulas/referral-rate.ts';
import { reopenRate } from './formulas/reopen-rate.ts';
import { repeatPurchaseRate } from './formulas/repeat-purchase-rate.ts';
import { resolutionTime } from './formulas/resolution-time.ts';
import { responseRate } from './formulas/response-rate.ts';
import { retentionRate } from './formulas/retention-rate.ts';
import { revenue } from './formulas/revenue.ts';
import { sentiment } from './formulas/sentiment.ts';
import type { MetricDefinition, MetricName } from './metric.ts';

/** In the order in which users see them. */
export const DEFINITIONS = [
  nps,
  csat,
  csatMean,
  ces,
  cesMean,
  experienceRating,
  effectiveness,
  ease,
  emotion,
  quality,
  expectationsMean,
  idealMean,
  employeeEngagement,
  sentiment,
  responseRate,
  firstResponseTime,
  resolutionTime,
  handleTime,
  businessFirstResponseTime,
  businessResolutionTime,
  businessHandleTime,
  firstContactResolution,
  reopenRate,
  caseVolume,
  customerCount,
  churnRate,
  retentionRate,
  repeatPurchaseRate,
  purchaseFrequency,
  averageOrderValue,
  revenue,
  customerLifetimeValue,
  referralRate,
  customerAcquisitionCost,
  marketShare,
] as const;

export const METRICS: readonly MetricName[] = DEFINITIONS.map(({ metric }) => metric);

const BY_NAME = new Map(DEFINITIONS.map((definition): [string, MetricDefinition] => [definition.metric, definition]));

export function definitionOf(metric: MetricName): MetricDefinition {
  return BY_NAME.get(metric)!;
}
