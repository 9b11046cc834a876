// Pure: the words that canonical records use, each list closed.

export const LIFECYCLE_STAGES = [
  'SUBSCRIBER',
  'LEAD',
  'QUALIFIED_LEAD',
  'OPPORTUNITY',
  'CUSTOMER',
  'ADVOCATE',
  'FORMER_CUSTOMER',
  'OTHER',
] as const;
export const INTERACTION_KINDS = [
  'SUPPORT_CASE',
  'CALL',
  'EMAIL',
  'CHAT',
  'MEETING',
  'NOTE',
  'TASK',
  'VISIT',
  'FORM_SUBMISSION',
  'SOCIAL_POST',
  'PURCHASE',
  'DEAL',
  'CAMPAIGN_RESPONSE',
  'REFERRAL',
  'OTHER',
] as const;
export const CHANNELS = [
  'EMAIL',
  'PHONE',
  'CHAT',
  'SMS',
  'WEB',
  'IN_APP',
  'SOCIAL',
  'IN_PERSON',
  'MAIL',
  'OTHER',
] as const;
export const DIRECTIONS = ['INBOUND', 'OUTBOUND', 'INTERNAL'] as const;
export const MEASURES = [
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
  'OTHER',
] as const;
export const SURVEY_KINDS = ['RELATIONSHIP', 'TOUCHPOINT'] as const;
export const INVITATION_STATUSES = ['SENT', 'BOUNCED', 'OPENED', 'STARTED', 'COMPLETED'] as const;
