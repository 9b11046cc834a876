// Pure: which mapping serves which object.
import type { Lookup, MapInput } from '../../contract.ts';
import { Skip } from '../../errors.ts';
import type { CanonicalInput } from '../../records.ts';
import { mapDeal } from './deal.ts';
import { mapEngagement } from './engagement.ts';
import { mapFeedback } from './feedback.ts';
import { mapCompany } from './organization.ts';
import { mapContact } from './person.ts';
import { mapTicket } from './ticket.ts';

const MAPPINGS: Readonly<Record<string, (input: MapInput, lookup: Lookup) => CanonicalInput[]>> = {
  contact: mapContact,
  company: mapCompany,
  deal: mapDeal,
  ticket: mapTicket,
  call: mapEngagement,
  email: mapEngagement,
  meeting: mapEngagement,
  note: mapEngagement,
  task: mapEngagement,
  communication: mapEngagement,
  feedback_submission: mapFeedback,
};

export function mapRecord(input: MapInput, lookup: Lookup): CanonicalInput[] {
  const mapping = MAPPINGS[input.object];
  if (!mapping) throw new Skip('no mapping for this object', { object: input.object });
  return mapping(input, lookup);
}
