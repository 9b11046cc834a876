// Record ids as the vendors write them: digits at HubSpot, 18 characters with a check suffix at Salesforce.

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const CHECKS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/** First of each HubSpot type's range, wide apart because ids are only unique within a type but easier to read so. */
const HUBSPOT_BASE = {
  contact: 713_402_000_000,
  company: 290_118_000_000,
  deal: 412_550_000_000,
  ticket: 534_021_000_000,
  call: 615_000_000_000,
  email: 628_000_000_000,
  communication: 641_000_000_000,
  meeting: 654_000_000_000,
  note: 667_000_000_000,
  task: 680_000_000_000,
  feedback_submission: 693_000_000_000,
} as const;
export type HubSpotType = keyof typeof HUBSPOT_BASE;

const KEY_PREFIX = {
  Account: '001',
  Contact: '003',
  Lead: '00Q',
  User: '005',
  Opportunity: '006',
  Case: '500',
  CaseComment: '00a',
  EmailMessage: '02s',
  Task: '00T',
  Event: '00U',
  Campaign: '701',
  CampaignMember: '00v',
  Survey: '0Kd',
  SurveyInvitation: '0Ki',
  SurveyResponse: '0Kx',
  SurveyVersion: '0Kk',
  SurveyQuestion: '0Kv',
  SurveyQuestionResponse: '0Kq',
  SurveySubject: '0Kz',
} as const;
export type SalesforceType = keyof typeof KEY_PREFIX;

/**
 * The n-th id of a type. Within each hundred the order is reversed: HubSpot's ids do not ascend with time either,
 * and a reader that trusts them must fail here.
 */
export function hubspotId(type: HubSpotType, n: number): string {
  const swapped = n - (n % 100) + (99 - (n % 100));
  return String(HUBSPOT_BASE[type] + swapped * 37);
}

/** The n-th 18-character id of an sObject. */
export function salesforceId(type: SalesforceType, n: number): string {
  let counter = '';
  for (let left = n; counter.length < 5; left = Math.floor(left / 62)) counter = DIGITS[left % 62] + counter;
  return withChecks(`${KEY_PREFIX[type]}Qy00000${counter}`);
}

/** Adds three characters that tell the upper-case letters of each five: ids survive tools that ignore case. */
export function withChecks(id: string): string {
  let checks = '';
  for (let part = 0; part < 3; part++) {
    let bits = 0;
    for (let i = 0; i < 5; i++) if (/[A-Z]/.test(id[part * 5 + i]!)) bits |= 1 << i;
    checks += CHECKS[bits];
  }
  return id + checks;
}
