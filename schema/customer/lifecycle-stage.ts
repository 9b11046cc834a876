// How far a person has come with us.
import { describeEnum } from '../common/describe.ts';

export const LifecycleStage = describeEnum('LifecycleStage', 'How far a person has come, as the CRM states it.', {
  SUBSCRIBER: 'Reads what we publish.',
  LEAD: 'Showed interest.',
  QUALIFIED_LEAD: 'Marketing or sales found the interest worth following up.',
  OPPORTUNITY: 'Part of an open deal.',
  CUSTOMER: 'Has bought.',
  ADVOCATE: 'Has bought and recommends us.',
  FORMER_CUSTOMER: 'Was a customer and left.',
  OTHER: 'A stage of the source that is none of these.',
});
