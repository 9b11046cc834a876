// Pure: what metrics are a share of where not every source tells, and what is said of those that do not.
import type { Told } from '../metric.ts';

export const REOPENINGS: Told = {
  kind: 'REOPENING',
  of: 'resolved cases',
  missing: 'not told whether they were reopened',
};
export const CONTACTS: Told = {
  kind: 'FIRST_CONTACT',
  of: 'resolved cases',
  missing: 'not told how often the customer got in touch, or whether they were reopened',
};
export const FIRST_ANSWERS: Told = {
  kind: 'FIRST_RESPONSE',
  of: 'cases that are answered or resolved',
  missing: 'not told when they were first answered',
};
export const RESOLUTIONS: Told = {
  kind: 'RESOLUTION',
  of: 'resolved cases',
  missing: 'dated before their opening',
};
export const TALKS: Told = { kind: 'HANDLE', of: 'calls and chats', missing: 'not told how long they took' };
export const TEXTS: Told = {
  kind: 'SENTIMENT',
  of: 'texts of customers',
  missing: 'could not be judged',
  isOurs: true,
};
export const PURCHASES: Told = { kind: 'PURCHASE', of: 'purchases', missing: 'not told what they cost' };
/** Only those who answered tell that they were asked: of the others nobody knows. */
export const INVITATIONS: Told = {
  kind: 'INVITATION',
  counts: 'positive',
  of: 'answers',
  missing: 'not told who was asked',
};
