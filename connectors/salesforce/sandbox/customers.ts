// Accounts, contacts, leads and the org's own users as Salesforce fields.
import type { Company, Person, PersonRecord } from '../../kit/story/people.ts';
import type { World } from '../../kit/story/world.ts';
import { date, type SalesforceSink } from './books.ts';
import { userId } from './ids.ts';

const DAY = 86_400_000;

/** Who asks here has a contact or a lead here. */
export const personOf = (person: Person): PersonRecord => person.at.salesforce!;
export const accountOf = (person: Person): string | null => person.company?.ids.salesforce ?? null;

export function writeCustomers(sink: SalesforceSink, world: World): void {
  writeUsers(sink, world);
  for (const company of world.companies)
    if (company.ids.salesforce) writeAccount(sink, world, company, company.ids.salesforce);
  for (const person of world.cast) {
    for (const record of person.records) {
      if (record.object === 'Contact') writeContact(sink, world, person, record);
      else if (record.object === 'Lead') writeLead(sink, world, person, record);
    }
  }
}

function writeUsers(sink: SalesforceSink, world: World): void {
  const createdAt = world.since - 100 * DAY;
  for (const [n, user] of world.agents.entries()) {
    sink.add('User', {
      id: userId(n),
      createdAt,
      modifiedAt: createdAt,
      fields: {
        Username: user.email,
        FirstName: user.given,
        LastName: user.family,
        Name: `${user.given} ${user.family}`,
        Email: user.email,
        IsActive: !user.left,
        UserType: 'Standard',
      },
    });
  }
}

function writeAccount(sink: SalesforceSink, world: World, company: Company, id: string): void {
  sink.add('Account', {
    id,
    createdAt: company.createdAt,
    modifiedAt: company.createdAt + 3 * DAY,
    fields: {
      Name: company.name,
      Type: 'Customer - Direct',
      Website: `https://www.${company.domainAsWritten}/`,
      Industry: company.industry,
      BillingCountry: company.country.name,
      NumberOfEmployees: company.employees,
      AnnualRevenue: company.revenue,
      CurrencyIsoCode: company.currency,
      OwnerId: userId(company.employees % world.agents.length),
      Plan__c: company.tier,
      Renewal_Date__c: renewal(world, company.createdAt),
    },
  });
}

/** The next yearly return of the day the customer came. */
function renewal(world: World, since: number): string {
  return date(since + Math.ceil((world.now - since) / (365 * DAY)) * 365 * DAY);
}

function writeContact(sink: SalesforceSink, world: World, person: Person, record: PersonRecord): void {
  const merged = record.masterId !== null;
  sink.add('Contact', {
    id: record.id,
    createdAt: record.createdAt,
    modifiedAt: record.modifiedAt,
    fields: {
      ...nameOf(person),
      Email: record.email,
      Phone: record.phone,
      Title: person.jobTitle,
      MailingCountry: person.country.name,
      AccountId: accountOf(person),
      LeadSource: person.role.part === 'CONVERTED' ? 'Web' : 'Customer Event',
      OwnerId: userId(person.family.length % world.agents.length),
      Plan__c: person.tier,
      Renewal_Date__c: person.stage === 'customer' ? renewal(world, record.createdAt) : null,
      ...(merged ? { IsDeleted: true, MasterRecordId: record.masterId } : {}),
    },
  });
}

function writeLead(sink: SalesforceSink, world: World, person: Person, record: PersonRecord): void {
  const converted = record.convertedTo !== null;
  sink.add('Lead', {
    id: record.id,
    createdAt: record.createdAt,
    modifiedAt: record.modifiedAt,
    fields: {
      ...nameOf(person),
      Email: record.email,
      Phone: record.phone,
      Title: person.jobTitle,
      Company: person.company?.name ?? `${person.family} (private)`,
      Country: person.country.name,
      LeadSource: 'Web',
      Status: converted ? 'Closed - Converted' : 'Working - Contacted',
      OwnerId: userId(person.family.length % world.agents.length),
      IsConverted: converted,
      ConvertedDate: converted ? date(person.createdAt) : null,
      ConvertedContactId: record.convertedTo,
      ConvertedAccountId: converted ? accountOf(person) : null,
    },
  });
}

function nameOf(person: Person): { FirstName: string; LastName: string; Name: string } {
  return { FirstName: person.given, LastName: person.family, Name: `${person.given} ${person.family}` };
}
