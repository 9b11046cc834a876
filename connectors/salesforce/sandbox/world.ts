// The part of the sandbox world that lies in Salesforce, in the form Salesforce's fake is started with.
import { rowsOf } from '../../kit/fake-rows.ts';
import type { World } from '../../kit/story/world.ts';
import type { SalesforceField, SalesforceWorld } from '../fake/world.ts';
import { writeActivity } from './activity.ts';
import { SalesforceBooks } from './books.ts';
import { writeCases } from './cases.ts';
import { writeCustomers } from './customers.ts';
import { writeSurveys } from './surveys.ts';

const SALESFORCE_ORG = '00DQy0000012345MAA';

const SUBSCRIPTION: readonly SalesforceField[] = [
  { name: 'Plan__c', label: 'Plan', type: 'picklist' },
  { name: 'Renewal_Date__c', label: 'Renewal date', type: 'date' },
];

/** Not custom, but only orgs with several currencies have it, so the fake does not know it by itself. */
const CURRENCY: SalesforceField = { name: 'CurrencyIsoCode', label: 'Currency ISO Code', type: 'picklist' };

export function salesforceWorld(world: World): SalesforceWorld {
  const books = new SalesforceBooks();
  writeCustomers(books, world);
  writeActivity(books, world);
  writeSurveys(books, world, writeCases(books, world));
  return {
    orgId: SALESFORCE_ORG,
    objects: Object.fromEntries([...books.rows].map(([type, rows]) => [type, rowsOf(rows)])),
    customFields: { Account: [...SUBSCRIPTION, CURRENCY], Contact: SUBSCRIPTION, Opportunity: [CURRENCY] },
  };
}
