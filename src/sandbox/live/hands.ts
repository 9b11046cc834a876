// What the living world may do in both CRMs, through the control objects of their fakes.
import type { FakeRow } from '../../../connectors/kit/fake-rows.ts';
import type { HubSpotSink } from '../hubspot/books.ts';
import type { SalesforceSink } from '../salesforce/books.ts';

type Fields = FakeRow['fields'];

/** Writes are stamped with the fakes' clock. */
export interface Hands {
  readonly hubspot: HubSpotSink & { update(path: string, id: string, properties: Record<string, string | null>): void };
  readonly salesforce: SalesforceSink & { update(type: string, id: string, fields: Fields): void };
}
