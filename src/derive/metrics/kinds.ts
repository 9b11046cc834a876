// Pure: what is counted: the kinds of facts that metrics are made of, and how the value of each is put into bins.

/** Answers, by what their question measures. Value: the score. Unit: the scale, such as "1..5" or "1..5 low". */
export const ANSWER_KINDS = [
  'NPS',
  'CSAT',
  'CES',
  'EFFECTIVENESS',
  'EASE',
  'EMOTION',
  'QUALITY',
  'EXPECTATIONS',
  'IDEAL',
  'EMPLOYEE_ENGAGEMENT',
] as const;

/** What customers say, of whom some do and some do not. */
export const WEIGHED_KINDS = ANSWER_KINDS.filter(kind => kind !== 'EMPLOYEE_ENGAGEMENT');

/** One fact a row, kept by the refresh, summed up in rollups. */
export const FACT_KINDS = [
  ...ANSWER_KINDS,
  // Texts of customers. Value: -1 to 1.
  'SENTIMENT',
  // Invitations, when they were sent. Bin: INVITATION_BINS.
  'INVITATION',
  // Cases, when they were opened. Value of FIRST_RESPONSE: seconds.
  'CASE',
  'FIRST_RESPONSE',
  // Cases, when they were last resolved. Value of RESOLUTION: seconds. The other two only where it is told.
  'RESOLUTION',
  'FIRST_CONTACT',
  'REOPENING',
  // Calls and chats. Value: seconds.
  'HANDLE',
  // The three durations within the hours of the default calendar, at the same moments. Value: seconds.
  'BUSINESS_FIRST_RESPONSE',
  'BUSINESS_RESOLUTION',
  'BUSINESS_HANDLE',
  // Value: the amount. Unit: the currency.
  'PURCHASE',
  'REFERRAL',
  // What would be one of these, if its source told.
  'UNTOLD_SENTIMENT',
  'UNTOLD_INVITATION',
  'UNTOLD_FIRST_RESPONSE',
  'UNTOLD_RESOLUTION',
  'UNTOLD_FIRST_CONTACT',
  'UNTOLD_REOPENING',
  'UNTOLD_HANDLE',
  'UNTOLD_PURCHASE',
] as const;
export type FactKind = (typeof FACT_KINDS)[number];

/** Counted over the customers of a period as a whole: states of two periods do not add up. */
export const CUSTOMER_KINDS = [
  // n: customers with a purchase in the period; positive: with two or more; sum: purchases; squares: of those per customer.
  'BUYER',
  // n: customers active when the period starts; negative: no more active when it ends; positive: still active.
  'ACTIVE_AT_START',
  // n: customers active when the period ends; positive: of them, those whose first purchase ever lies in the period;
  // sum: all of those, also when they are no more active.
  'ACTIVE_AT_END',
  // n: customers known by the end of the period; positive: who referred somebody in it.
  'REFERRER',
] as const;
export type CustomerKind = (typeof CUSTOMER_KINDS)[number];

/** Figures that no CRM knows, shared out over the days of their own period. sum: the part that falls into the period asked. */
export const FIGURE_KINDS = ['ACQUISITION_SPEND', 'MARKET_SIZE_CUSTOMERS', 'MARKET_SIZE_REVENUE'] as const;
export type FigureKind = (typeof FIGURE_KINDS)[number];

export type Kind = FactKind | CustomerKind | FigureKind;

/** Bins of scores and sentiment: hundredths. */
export const SCORE_BIN = 100;
/** Bins of durations and amounts grow by this factor: a value and its bin's middle differ by 1 % at most. */
export const LOG_BIN_BASE = 1.01 / 0.99;
/** The bin of durations and amounts of 0 and below. */
export const ZERO_BIN = -1_000_000;
/** How far an invitation has come. */
export const INVITATION_BINS = { SENT: 0, BOUNCED: 1, OPENED: 2, STARTED: 3, COMPLETED: 4 } as const;
/** Days after its first resolution in which a case must not be opened again to be solved at the first contact. */
export const REOPENING_DAYS = 7;

/** The kind that counts what is not told of this one, by whichever hours; null where every source tells. */
export function untoldOf(kind: Kind): FactKind | null {
  return FACT_KINDS.find(name => name === `UNTOLD_${kind.replace('BUSINESS_', '')}`) ?? null;
}
export const isUntold = (kind: Kind): boolean => kind.startsWith('UNTOLD_');
