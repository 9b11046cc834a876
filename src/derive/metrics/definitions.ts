// Pure: the dictionary of metrics: each name with its definition. The compiler proves that none is missing.
import { averageOrderValue } from './formulas/average-order-value.ts';
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
import { METRICS, type MetricDefinition, type MetricName } from './metric.ts';

const BY_NAME: Readonly<Record<MetricName, MetricDefinition>> = {
  NPS: nps,
  CSAT: csat,
  CSAT_MEAN: csatMean,
  CES: ces,
  CES_MEAN: cesMean,
  EXPERIENCE_RATING: experienceRating,
  EFFECTIVENESS: effectiveness,
  EASE: ease,
  EMOTION: emotion,
  QUALITY: quality,
  EXPECTATIONS_MEAN: expectationsMean,
  IDEAL_MEAN: idealMean,
  EMPLOYEE_ENGAGEMENT: employeeEngagement,
  SENTIMENT: sentiment,
  RESPONSE_RATE: responseRate,
  FIRST_RESPONSE_TIME: firstResponseTime,
  RESOLUTION_TIME: resolutionTime,
  HANDLE_TIME: handleTime,
  FIRST_CONTACT_RESOLUTION: firstContactResolution,
  REOPEN_RATE: reopenRate,
  CASE_VOLUME: caseVolume,
  CUSTOMER_COUNT: customerCount,
  CHURN_RATE: churnRate,
  RETENTION_RATE: retentionRate,
  REPEAT_PURCHASE_RATE: repeatPurchaseRate,
  PURCHASE_FREQUENCY: purchaseFrequency,
  AVERAGE_ORDER_VALUE: averageOrderValue,
  REVENUE: revenue,
  CUSTOMER_LIFETIME_VALUE: customerLifetimeValue,
  REFERRAL_RATE: referralRate,
  CUSTOMER_ACQUISITION_COST: customerAcquisitionCost,
  MARKET_SHARE: marketShare,
};

export function definitionOf(metric: MetricName): MetricDefinition {
  return BY_NAME[metric];
}

/** In the order of METRICS. */
export const DEFINITIONS: readonly MetricDefinition[] = METRICS.map(definitionOf);
