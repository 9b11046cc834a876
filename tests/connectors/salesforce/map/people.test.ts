// Contacts, leads, accounts and opportunities in canonical words.
import { expect, test } from 'vitest';
import { domainOf } from '../../../../connectors/salesforce/map/account.ts';
import { country } from '../../../../connectors/salesforce/map/country.ts';
import { mapped } from './mapped.ts';

const CONTACT = '0035g0000000001AAA';

test('a contact is a person with all its identifiers, traits and account', () => {
  const [person] = mapped('Contact', CONTACT, {
    FirstName: ' Ada ',
    LastName: 'Lovelace',
    Email: 'Ada@Example.org',
    Phone: '+44 20 1234',
    MobilePhone: '+44 20 1234',
    MailingCountry: 'Germany',
    AccountId: '001000000000001',
    Tier__c: 'Gold',
    Score__c: 7,
    Empty__c: null,
  });
  expect(person).toMatchObject({
    type: 'person',
    fields: { givenName: 'Ada', familyName: 'Lovelace', email: 'Ada@Example.org', country: 'DE' },
    traits: { Tier: 'Gold', Score: 7 },
    account: { object: 'Account', id: '001000000000001AAA' },
    createdAt: '2026-03-01T08:00:00.000Z',
    identifiers: [
      { kind: 'EXTERNAL_ID', namespace: 'salesforce', value: `Contact/${CONTACT}` },
      { kind: 'EMAIL', value: 'Ada@Example.org' },
      { kind: 'PHONE', value: '+44 20 1234' },
    ],
  });
});

test('S18 a converted lead is its contact, and says nothing about its stage', () => {
  const lead = { LastName: 'X', Status: 'Closed - Converted', IsConverted: true, ConvertedContactId: CONTACT };
  const [person] = mapped('Lead', '00Q5g0000000001AAA', lead);
  expect(person).toMatchObject({ fields: { lifecycleStage: null } });
  const values = person?.type === 'person' ? person.identifiers.map(i => i.value) : [];
  expect(values).toEqual(['Lead/00Q5g0000000001AAA', `Contact/${CONTACT}`]);
});

test.each([
  ['Open - Not Contacted', 'LEAD'],
  ['Qualified', 'QUALIFIED_LEAD'],
  ['Unqualified', 'LEAD'],
])('a lead that is %s is %s', (Status, lifecycleStage) => {
  expect(mapped('Lead', '00Q5g0000000001AAA', { Status })).toMatchObject([{ fields: { lifecycleStage } }]);
});

test.each([
  // Created on 1 March 2026, at eight.
  [{ Status: 'Qualified' }, { LEAD: '2026-03-01T08:00:00.000Z' }],
  [
    { IsConverted: true, ConvertedDate: '2026-03-04' },
    { LEAD: '2026-03-01T08:00:00.000Z', QUALIFIED_LEAD: '2026-03-04T10:00:00.000Z' },
  ],
  [
    { IsConverted: true, ConvertedDate: '2026-03-01', ConvertedOpportunityId: '006000000000001AAA' },
    {
      LEAD: '2026-03-01T08:00:00.000Z',
      QUALIFIED_LEAD: '2026-03-01T10:00:00.000Z',
      OPPORTUNITY: '2026-03-01T10:00:00.000Z',
    },
  ],
  [{ IsConverted: false, ConvertedDate: '2026-03-04' }, { LEAD: '2026-03-01T08:00:00.000Z' }],
])('a lead with %j came into its stages at %j', (payload, expected) => {
  const [person] = mapped('Lead', '00Q5g0000000001AAA', payload);
  const stages = person?.type === 'person' ? (person.stages ?? []) : [];
  expect(Object.fromEntries(stages.map(({ stage, at }) => [stage, at]))).toEqual(expected);
});

test('B13 values of the wrong type are left out, not the record', () => {
  const odd = { Name: 'Acme', NumberOfEmployees: '500-1000', AnnualRevenue: 'Infinity', Website: 'NA' };
  expect(mapped('Account', '001000000000001AAA', odd)).toMatchObject([
    { type: 'organization', name: 'Acme', employees: null, annualRevenue: null, domain: null },
  ]);
});

test.each([
  ['https://www.acme.com/about?x=1', 'acme.com'],
  ['ACME.com', 'acme.com'],
  ['shop.acme.co.uk.', 'shop.acme.co.uk'],
  ['acme', null],
  ['http://10.0.0.1', null],
  ['not a site', null],
  [null, null],
])('the domain of %s is %s', (website, domain) => {
  expect(domainOf(website)).toBe(domain);
});

test.each([
  ['us', null, 'US'],
  [null, 'United States', 'US'],
  [null, 'USA', 'US'],
  [null, 'fr', 'FR'],
  [null, 'Atlantis', 'Atlantis'],
  [null, null, null],
  [null, 'United Kingdom', 'GB'],
  [null, 'France', 'FR'],
  [null, 'Russia', 'RU'],
  [null, 'Österreich', 'AT'],
  ['ZZ', 'Germany', 'DE'],
  ['UK', null, 'GB'],
])('country code %s and name %s read as %s', (code, name, expected) => {
  expect(country(code, name)).toBe(expected);
});

test('an opportunity is a purchase when it is won, a deal otherwise', () => {
  const deal = { Name: 'Big', Amount: 12.5, CurrencyIsoCode: 'EUR', CloseDate: '2026-04-01', IsClosed: true };
  expect(mapped('Opportunity', '006000000000001AAA', { ...deal, IsWon: true })).toMatchObject([
    {
      kind: 'PURCHASE',
      occurredAt: '2026-04-01T10:00:00.000Z',
      occurredOn: '2026-04-01',
      amount: 12.5,
      currency: 'EUR',
    },
  ]);
  expect(mapped('Opportunity', '006000000000001AAA', deal)).toMatchObject([
    { kind: 'DEAL', occurredAt: '2026-03-01T08:00:00.000Z', endedAt: '2026-04-01T10:00:00.000Z', occurredOn: null },
  ]);
});
