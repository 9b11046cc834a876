// When contacts came into the stages of their lifecycle.
import { expect, it } from 'vitest';
import { mapContact } from '../../../../connectors/hubspot/map/person.ts';
import { CanonicalRecord } from '../../../../connectors/records.ts';

function stagesOf(properties: Record<string, string | null>) {
  const [person] = mapContact({ object: 'contact', id: '9', payload: { id: '9', properties } }, () => undefined);
  const record = CanonicalRecord.parse(person);
  return record.type === 'person' ? record.stages : null;
}

it("are HubSpot's own dates, where they can be read", () => {
  expect(
    stagesOf({
      lifecyclestage: 'customer',
      hs_lifecyclestage_subscriber_date: '2025-01-01T00:00:00Z',
      hs_lifecyclestage_lead_date: '',
      hs_lifecyclestage_marketingqualifiedlead_date: '1740787200000',
      hs_lifecyclestage_salesqualifiedlead_date: '2025-02-01T10:00:00.250Z',
      hs_lifecyclestage_opportunity_date: 'soon',
      hs_lifecyclestage_customer_date: '2025-06-01T09:30:00Z',
      hs_lifecyclestage_evangelist_date: null,
      hs_lifecyclestage_other_date: '2024-12-24T00:00:00Z',
    }),
  ).toEqual([
    { stage: 'SUBSCRIBER', at: '2025-01-01T00:00:00.000Z' },
    { stage: 'QUALIFIED_LEAD', at: '2025-03-01T00:00:00.000Z' },
    { stage: 'QUALIFIED_LEAD', at: '2025-02-01T10:00:00.250Z' },
    { stage: 'CUSTOMER', at: '2025-06-01T09:30:00.000Z' },
    { stage: 'OTHER', at: '2024-12-24T00:00:00.000Z' },
  ]);
});

it('are none where there is none', () => {
  expect(stagesOf({ lifecyclestage: 'lead' })).toEqual([]);
});
