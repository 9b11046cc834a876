// What Sample's records become, and which cannot be used.
import { expect, it } from 'vitest';
import type { JsonObject } from '../../../../../connectors/contract.ts';
import { Skip } from '../../../../../connectors/errors.ts';
import { mapCustomer, mapTicket } from '../../../../../connectors/kit/new/sample/map.ts';
import { CanonicalRecord } from '../../../../../connectors/records.ts';

const customer = (payload: JsonObject) => mapCustomer({ object: 'customers', id: 'c1', payload });
const ticket = (payload: JsonObject) => mapTicket({ object: 'tickets', id: 't1', payload });

it('a customer becomes a person with what joins them to others', () => {
  const [person] = customer({ name: 'Ada von Linde', email: 'ada@example.org', phone: '+49 30 1', plan: 'team' });
  expect(person).toMatchObject({
    type: 'person',
    identifiers: [
      { kind: 'EMAIL', value: 'ada@example.org' },
      { kind: 'PHONE', value: '+49 30 1' },
    ],
    fields: { givenName: 'Ada', familyName: 'von Linde', email: 'ada@example.org' },
    traits: { plan: 'team' },
  });
  CanonicalRecord.parse(person);
});

it('a field of another kind is unknown, and the customer stays', () => {
  const [person] = customer({ name: 7, email: null, created_at: 'yesterday' });
  expect(person).toMatchObject({ type: 'person', identifiers: [], createdAt: null });
  CanonicalRecord.parse(person);
});

it('a ticket becomes a support case of its customer', () => {
  const opened_at = '2026-03-01T10:00:00Z';
  const [found] = ticket({ customer_id: 'c1', subject: 'Help', status: 'open', opened_at, solved_at: null });
  expect(found).toMatchObject({
    type: 'interaction',
    kind: 'SUPPORT_CASE',
    occurredAt: opened_at,
    customer: { object: 'customers', id: 'c1' },
  });
  CanonicalRecord.parse(found);
});

it('a ticket that was opened at no known time cannot be used', () => {
  expect(() => ticket({ subject: 'Help', opened_at: 'soon' })).toThrow(Skip);
});
