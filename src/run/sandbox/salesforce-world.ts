// The part of the sandbox world that lies in Salesforce, in the form Salesforce's fake is started with.
import { rowsOf } from '../../../connectors/kit/fake-rows.ts';
import type { SalesforceField, SalesforceWorld } from '../../../connectors/salesforce/fake/world.ts';
import { writeActivity } from './salesforce/activity.ts';
import { SalesforceBooks } from './salesforce/books.ts';
import { writeCases } from './salesforce/cases.ts';
import { writeCustomers } from './salesforce/customers.ts';
import { writeSurveys } from './salesforce/surveys.ts';
import type { World } from './world.ts';

export const SALESFORCE_ORG = '00DQy0000012345MAA';

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
