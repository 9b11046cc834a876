// Error answers of the REST API, in its own shape: an array with one entry.
import type { FakeReply } from '../../kit/fake-server.ts';

/** Thrown by the fake's handlers and turned into an answer. */
export class WireError extends Error {
  constructor(
    readonly status: number,
    readonly errorCode: string,
    message: string,
  ) {
    super(message);
  }

  reply(): FakeReply {
    return { status: this.status, body: [{ message: this.message, errorCode: this.errorCode }] };
  }
}

export const malformed = (what: string) => new WireError(400, 'MALFORMED_QUERY', `unexpected token: ${what}`);
export const invalidType = (name: string) =>
  new WireError(400, 'INVALID_TYPE', `sObject type '${name}' is not supported.`);
export const invalidField = (name: string, entity: string, soql: string) =>
  new WireError(
    400,
    'INVALID_FIELD',
    `\n${soql.slice(0, 60)}\n ^\nERROR at Row:1:Column:${Math.max(1, soql.indexOf(name) + 1)}\nNo such column '${name}' on entity '${entity}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.`,
  );
export const badLocator = () => new WireError(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator');
export const badSession = () => new WireError(401, 'INVALID_SESSION_ID', 'Session expired or invalid');
export const notFound = () => new WireError(404, 'NOT_FOUND', 'The requested resource does not exist');
