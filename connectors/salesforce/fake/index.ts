// A Salesforce org over HTTP: tokens, queries, Bulk 2.0, and a hand on everything that can go wrong.
import { FakeClock, type FakeRequest, FakeServer } from '../../kit/fake-server.ts';
import { BulkJobs, type BulkSwitches } from './bulk.ts';
import { Locators } from './locators.ts';
import { TokenEndpoint } from './oauth.ts';
import { type Fields, Org } from './org.ts';
import { type WireRecord, wire } from './query.ts';
import { route, type Switches } from './routes.ts';
import type { SalesforceWorld } from './world.ts';

export interface SalesforceFakeOptions {
  readonly world: SalesforceWorld;
  readonly clock?: FakeClock;
  readonly port?: number;
  /** sObjects that this org does not have. */
  readonly without?: readonly string[];
}

export type SalesforceFake = Awaited<ReturnType<typeof startSalesforceFake>>;

const CREDENTIALS = { clientId: '3MVG9fake', clientSecret: 'fake-client-secret', refreshToken: '5Aep861fake' };

/** Listens on 127.0.0.1 until `close()`. */
export async function startSalesforceFake(options: SalesforceFakeOptions) {
  const clock = options.clock ?? new FakeClock();
  const org = new Org(options.world, clock, options.without ?? []);
  const tokens = new TokenEndpoint(CREDENTIALS, options.world.orgId, () => clock.now());
  const locators = new Locators(org, clock);
  const bulk = new BulkJobs(org, clock);
  const switches: Switches = { maxRows: 2000, dailyLimit: 1_000_000, used: 0, instanceUrl: null };
  let url = '';
  const parts = { org, clock, tokens, locators, bulk, switches, url: () => url };
  let before: (request: FakeRequest) => void = () => {};
  const answer = (request: FakeRequest) => {
    before(request);
    return route(parts, request);
  };
  const server = await FakeServer.start(answer, { clock, port: options.port });
  url = server.url;
  const { clientId, clientSecret, refreshToken } = CREDENTIALS;

  return {
    url,
    server,
    clock,
    tokens,
    switches,
    bulk: bulk.switches as BulkSwitches,
    /** Configs that the connector accepts. */
    config: { loginUrl: url, clientId, clientSecret },
    refreshConfig: { loginUrl: url, clientId, clientSecret, refreshToken },

    /** Makes a record now, or with an older stamp, as a long transaction that commits late; returns its id. */
    create: (sobject: string, fields: Fields, stamp?: number) => org.create(sobject, fields, stamp),
    update: (sobject: string, id: string, fields: Fields) => org.update(sobject, id, fields),
    delete: (sobject: string, id: string) => org.delete(sobject, id),
    undelete: (sobject: string, id: string) => org.undelete(sobject, id),
    merge: (sobject: string, winner: string, loser: string) => org.merge(sobject, winner, loser),
    purge: (sobject: string, id: string) => org.purge(sobject, id),
    convertLead(leadId: string, contactId: string, accountId: string | null = null): void {
      const ConvertedDate = new Date(clock.now()).toISOString().slice(0, 10);
      const links = { ConvertedContactId: contactId, ConvertedAccountId: accountId, ConvertedDate };
      org.update('Lead', leadId, { IsConverted: true, Status: 'Closed - Converted', ...links });
    },
    /** Field-level security takes the field away from this user. */
    hideField: (sobject: string, field: string) => org.hide(sobject, field),
    showField: (sobject: string, field: string) => org.show(sobject, field),
    expireLocators: () => locators.expireAll(),
    expireTokens: () => tokens.expireTokens(),
    bulkJobs: () => bulk.kept,
    forgetBulkJobs: () => bulk.forgetAll(),

    /** Something that happens in the org just before each answer. */
    beforeAnswer(hook: (request: FakeRequest) => void): void {
      before = hook;
    },
    /** Whether the record is in the bin, so that it can come back. */
    binned: (sobject: string, id: string) => org.get(sobject, id)?.fields.IsDeleted === true,

    /** Live records by sObject. */
    counts: () => org.counts(),
    /** Live records as the API shows them now, without `attributes`: what a complete sync must end with. */
    *live(sobject: string): Generator<WireRecord & { Id: string }> {
      const { spec, rows } = org.table(sobject);
      for (const row of rows.scan('id')) {
        if (row.fields.IsDeleted === true) continue;
        const names = [...spec.fields.keys()].filter(name => org.field(sobject, name));
        const record = Object.fromEntries(names.map(name => [name, wire(org, sobject, row, name)]));
        yield { ...record, Id: row.id };
      }
    },
    close: () => server.close(),
  };
}
