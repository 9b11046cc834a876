// Pure: what Sample's records become.
import { z } from 'zod';
import type { MapInput } from '../../../contract.ts';
import { Skip } from '../../../errors.ts';
import type { CanonicalInput } from '../../../records.ts';

const text = z.string().nullish().catch(null);
/** What is no moment is taken as unknown: the record is worth more than the field. */
const moment = z.iso.datetime({ offset: true }).nullish().catch(null);

const Customer = z.object({ name: text, email: text, phone: text, country: text, plan: text, created_at: moment });

export function mapCustomer({ payload }: MapInput): CanonicalInput[] {
  const { name, email, phone, country, plan, created_at } = Customer.parse(payload);
  const [givenName = null, ...others] = name?.trim().split(/\s+/) ?? [];
  return [
    {
      type: 'person',
      identifiers: [
        ...(email ? [{ kind: 'EMAIL' as const, value: email }] : []),
        ...(phone ? [{ kind: 'PHONE' as const, value: phone }] : []),
      ],
      fields: { givenName, familyName: others.join(' ') || null, email, phone, country },
      traits: plan ? { plan } : {},
      createdAt: created_at,
    },
  ];
}

const Ticket = z.object({
  customer_id: text,
  subject: text,
  text,
  status: text,
  opened_at: z.iso.datetime({ offset: true }),
  solved_at: moment,
});

/** Throws `Skip` without the moment at which it happened: nothing can be counted then. */
export function mapTicket({ payload }: MapInput): CanonicalInput[] {
  const ticket = Ticket.safeParse(payload);
  if (!ticket.success) throw new Skip('the ticket has no moment at which it was opened');
  const { customer_id, subject, text: body, status, opened_at, solved_at } = ticket.data;
  return [
    {
      type: 'interaction',
      kind: 'SUPPORT_CASE',
      channel: 'WEB',
      direction: 'INBOUND',
      occurredAt: opened_at,
      resolvedAt: solved_at,
      subject,
      body,
      status,
      customer: customer_id ? { object: 'customers', id: customer_id } : null,
    },
  ];
}
