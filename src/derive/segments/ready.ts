// Segments to begin with, as anybody could save them: what teams of customer experience look at first.
import type { SegmentRule } from '../rules/rule.ts';

export interface ReadySegment {
  readonly key: string;
  readonly name: string;
  readonly description: string;
  readonly rule: SegmentRule;
}

const PROMOTER: SegmentRule = { answer: { measure: 'NPS', latest: { gte: 9 } } };

export const READY_SEGMENTS: readonly ReadySegment[] = [
  {
    key: 'promoters-at-risk',
    name: 'Promoters at risk',
    description:
      'They would recommend us, but much has gone wrong of late: several cases, a bad rating, or failing health.',
    rule: {
      all: [
        PROMOTER,
        {
          any: [
            { interaction: { kind: 'SUPPORT_CASE', within: 'P60D', count: { gte: 2 } } },
            { answer: { measure: 'CSAT', within: 'P60D', latest: { lte: 2 } } },
            { field: { field: 'HEALTH', is: { lt: 50 } } },
          ],
        },
      ],
    },
  },
  {
    key: 'silent-detractors',
    name: 'Silent detractors',
    description:
      'They would not recommend us, and have not been in touch for three months: the next sign may be that they leave.',
    rule: {
      all: [
        { answer: { measure: 'NPS', within: 'P180D', latest: { lte: 6 } } },
        {
          not: {
            any: (['SUPPORT_CASE', 'CALL', 'EMAIL', 'CHAT'] as const).map(kind => ({
              interaction: { kind, within: 'P90D' },
            })),
          },
        },
      ],
    },
  },
  {
    key: 'new-this-month',
    name: 'New this month',
    description: 'Known for no longer than 30 days.',
    rule: { field: { field: 'CREATED_AT', is: { within: 'P30D' } } },
  },
  {
    key: 'high-value-with-open-case',
    name: 'High value with an open case',
    description: 'They bought for 10,000 or more, or are expected to, and wait for us to solve something.',
    rule: {
      all: [
        {
          any: [
            { field: { field: 'LIFETIME_VALUE', is: { gte: 10_000 } } },
            { interaction: { kind: 'PURCHASE', amount: { gte: 10_000 } } },
          ],
        },
        { interaction: { kind: 'SUPPORT_CASE', open: true } },
      ],
    },
  },
  {
    key: 'dormant',
    name: 'Dormant',
    description: 'They were customers, and nothing has passed between us for half a year.',
    rule: {
      all: [
        {
          any: [
            { field: { field: 'LIFECYCLE_STAGE', is: { in: ['CUSTOMER', 'ADVOCATE', 'FORMER_CUSTOMER'] } } },
            { interaction: { kind: 'PURCHASE' } },
          ],
        },
        { field: { field: 'LAST_INTERACTION_AT', is: { notWithin: 'P180D' } } },
      ],
    },
  },
  {
    key: 'advocates',
    name: 'Advocates',
    description: 'They would recommend us and have shown it: they referred somebody, speak for us, or came back twice.',
    rule: {
      all: [
        PROMOTER,
        {
          any: [
            { interaction: { kind: 'REFERRAL' } },
            { field: { field: 'LIFECYCLE_STAGE', is: { eq: 'ADVOCATE' } } },
            { interaction: { kind: 'PURCHASE', count: { gte: 3 } } },
          ],
        },
      ],
    },
  },
];
