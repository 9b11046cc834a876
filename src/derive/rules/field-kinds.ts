// Pure: what kind of value each field of a customer is.
import type { CustomerField } from './rule.ts';

export type FieldKind = 'TEXT' | 'NUMBER' | 'TIME';

export const FIELD_KINDS: Readonly<Record<CustomerField, FieldKind>> = {
  EMAIL: 'TEXT',
  COUNTRY: 'TEXT',
  LANGUAGE: 'TEXT',
  JOB_TITLE: 'TEXT',
  LIFECYCLE_STAGE: 'TEXT',
  CREATED_AT: 'TIME',
  LAST_INTERACTION_AT: 'TIME',
  ACCOUNT_NAME: 'TEXT',
  ACCOUNT_INDUSTRY: 'TEXT',
  ACCOUNT_EMPLOYEES: 'NUMBER',
  HEALTH: 'NUMBER',
  CHURN_RISK: 'NUMBER',
  LIFETIME_VALUE: 'NUMBER',
};
