// Pure: the words that canonical records use, each list closed. Kinds of interactions have a file of their own.

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
export { INTERACTION_KINDS } from './interaction-kinds.ts';

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
