// Record ids as Salesforce writes them: 18 characters with a check suffix.

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const CHECKS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

const KEY_PREFIX = {
  Account: '001',
  Contact: '003',
  Lead: '00Q',
  User: '005',
  Opportunity: '006',
  Case: '500',
  CaseHistory: '017',
  CaseStatus: '01J',
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

/** Of the n-th of the company's own people. */
export const userId = (n: number): string => salesforceId('User', n + 1);
