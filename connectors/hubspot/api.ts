// Every endpoint that is used: its path, version and documentation. The only file that knows them.
import type { Client } from '@hubspot/api-client';
import type { z } from 'zod';
import type { JsonObject } from '../contract.ts';
import { exchange } from '../kit/http.ts';
import { BadAnswer } from './failure.ts';
import type { HubSpotSession, Raw } from './session.ts';
import {
  AccountDetails,
  AssociationBatch,
  HistoryBatch,
  ObjectBatch,
  ObjectPage,
  OwnerPage,
  PipelineList,
  PropertyList,
  SearchPage,
  TokenInfo,
} from './wire.ts';

type SearchRequest = Parameters<Client['crm']['objects']['searchApi']['doSearchWithHttpInfo']>[1];
type SearchFilter = SearchRequest['filterGroups'] extends (infer G)[] | undefined
  ? G extends { filters: (infer F)[] }
    ? F
    : never
  : never;

export interface Filter {
  readonly property: string;
  readonly operator: 'GTE' | 'LT' | 'EQ';
  readonly value: string;
}

export interface Search {
  readonly filters: readonly Filter[];
  readonly sort: string;
  readonly properties: readonly string[];
  readonly limit: number;
  /** An offset, at most 10,000 less the limit. */
  readonly after?: string | undefined;
}

export const LIST_LIMIT = 100;
export const SEARCH_LIMIT = 200;
export const BATCH_LIMIT = 100;
/** With earlier values. */
export const HISTORY_LIMIT = 50;
export const ASSOCIATION_LIMIT = 1000;

export class Api {
  constructor(private readonly session: HubSpotSession) {}

  /** GET /crm/v3/objects/{type} — https://developers.hubspot.com/docs/api-reference/crm-objects-v3/guide */
  list(type: string, page: { after?: string | undefined; properties: readonly string[]; archived?: boolean }) {
    return this.session.call('general', ObjectPage, client =>
      client.crm.objects.basicApi.getPageWithHttpInfo(
        type,
        LIST_LIMIT,
        page.after,
        [...page.properties],
        undefined,
        undefined,
        page.archived ?? false,
      ),
    );
  }

  /** POST /crm/v3/objects/{type}/batch/read — up to 100 ids, in any order, 207 when some are missing. */
  batchRead(type: string, ids: readonly string[], properties: readonly string[], archived = false) {
    const inputs = ids.map(id => ({ id }));
    return this.session.call('general', ObjectBatch, client =>
      client.crm.objects.batchApi.readWithHttpInfo(
        type,
        { inputs, properties: [...properties], propertiesWithHistory: [] },
        archived,
      ),
    );
  }

  /** The same with all values that HubSpot keeps of one property; up to 50 ids. */
  history(type: string, ids: readonly string[], property: string) {
    const inputs = ids.map(id => ({ id }));
    return this.session.call('general', HistoryBatch, client =>
      client.crm.objects.batchApi.readWithHttpInfo(
        type,
        { inputs, properties: [property], propertiesWithHistory: [property] },
        false,
      ),
    );
  }

  /** POST /crm/v3/objects/{type}/search — https://developers.hubspot.com/docs/api-reference/search/guide */
  search(type: string, search: Search) {
    const filters = search.filters.map(
      f => ({ propertyName: f.property, operator: f.operator, value: f.value }) as SearchFilter,
    );
    const request = {
      filterGroups: filters.length > 0 ? [{ filters }] : [],
      // The API takes objects here, though the client's type says text.
      sorts: [{ propertyName: search.sort, direction: 'ASCENDING' }] as unknown as string[],
      properties: [...search.properties],
      limit: search.limit,
      ...(search.after === undefined ? {} : { after: search.after }),
    } as SearchRequest;
    return this.session.call('search', SearchPage, client =>
      client.crm.objects.searchApi.doSearchWithHttpInfo(type, request),
    );
  }

  /** POST /crm/v4/associations/{from}/{to}/batch/read — up to 1,000 inputs, each with a page of its own. */
  associations(from: string, to: string, inputs: { id: string; after?: string }[]) {
    return this.session.call('general', AssociationBatch, client =>
      client.crm.associations.v4.batchApi.getPageWithHttpInfo(from, to, { inputs }),
    );
  }

  /** GET /crm/v3/properties/{type} — https://developers.hubspot.com/docs/api-reference/crm-properties-v3/guide */
  properties(type: string) {
    return this.session.call('general', PropertyList, client =>
      client.crm.properties.coreApi.getAllWithHttpInfo(type, false),
    );
  }

  /** GET /crm/v3/owners — https://developers.hubspot.com/docs/api-reference/crm-crm-owners-v3/guide */
  owners(after: string | undefined, archived: boolean) {
    return this.session.call('general', OwnerPage, client =>
      client.crm.owners.ownersApi.getPageWithHttpInfo(undefined, after, 500, archived),
    );
  }

  /** GET /crm/v3/pipelines/{deals|tickets} — https://developers.hubspot.com/docs/api-reference/crm-pipelines-v3/guide */
  pipelines(type: string) {
    return this.session.call('general', PipelineList, client =>
      client.crm.pipelines.pipelinesApi.getAllWithHttpInfo(type),
    );
  }

  /** GET /account-info/v3/details: portal and time zone. Not in the client. */
  async account(): Promise<z.infer<typeof AccountDetails>> {
    const details = await this.session.call('general', AccountDetails, () =>
      this.plain('GET', '/account-info/v3/details'),
    );
    this.session.learnTimeZone(details.timeZone ?? null);
    return details;
  }

  /** POST /oauth/v2/private-apps/get/access-token-info: a private app's portal and granted scopes. Not in the client. */
  tokenInfo() {
    const body = { tokenKey: this.session.config.accessToken };
    return this.session.call('general', TokenInfo, () =>
      this.plain('POST', '/oauth/v2/private-apps/get/access-token-info', body),
    );
  }

  private async plain(method: string, path: string, body?: JsonObject): Promise<Raw> {
    const { accessToken, baseUrl, timeoutSeconds } = this.session.config;
    const answer = await exchange({
      method,
      url: `${baseUrl.replace(/\/$/, '')}${path}`,
      headers: {
        authorization: `Bearer ${accessToken}`,
        accept: 'application/json',
        'content-type': 'application/json',
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
      timeoutMs: timeoutSeconds * 1000,
      signal: this.session.host.signal,
    });
    this.session.note(answer.headers);
    if (answer.status < 200 || answer.status > 299) throw new BadAnswer(answer.status, answer.headers, answer.body);
    return { body: { text: async () => answer.body } };
  }
}
