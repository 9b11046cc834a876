// Paths, versions and limits of the Salesforce APIs this connector speaks, each with its document.

/** Summer '26. An org answers every version from 21.0 up to its own. */
export const API_VERSION = '67.0';

/** https://help.salesforce.com/s/articleView?id=sf.remoteaccess_oauth_endpoints.htm */
export const tokenUrl = (loginUrl: string) => `${loginUrl.replace(/\/$/, '')}/services/oauth2/token`;

/** https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_list.htm; behind `/services/data/vXX.X`. */
export const path = {
  query: (soql: string) => `/query?q=${encodeSoql(soql)}`,
  /** With records in the bin: https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_queryall.htm */
  queryAll: (soql: string) => `/queryAll?q=${encodeSoql(soql)}`,
  describe: (object: string) => `/sobjects/${object}/describe`,
  describeAll: '/sobjects',
  /** https://developer.salesforce.com/docs/atlas.en-us.api_asynch.meta/api_asynch/queries.htm */
  jobs: '/jobs/query',
  job: (id: string) => `/jobs/query/${id}`,
  results: (id: string, rows: number, locator: string | null) =>
    `/jobs/query/${id}/results?maxRecords=${rows}${locator ? `&locator=${encodeURIComponent(locator)}` : ''}`,
};

/** Rows of one query page; the server may send fewer. */
export const PAGE_ROWS = 2000;
/** Rows of one Bulk results page: what is read again after a crash. */
export const BULK_PAGE_ROWS = 50_000;
/** URI and headers may take 16,384 bytes together; the rest is for the token and the headers. */
export const MAX_URI = 13_500;
/** Calls under way at once: an org allows 25 long ones, a developer org 5. */
export const CONCURRENCY = 5;

/** A raw `+` would come out as a space; commas are left alone because they are many. */
export function encodeSoql(soql: string): string {
  return encodeURIComponent(soql).replaceAll('%2C', ',').replaceAll('%20', '+');
}
