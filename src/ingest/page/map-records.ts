// Calls a stream's mapper on changed records and checks what it gives; what cannot be used is rejected, not thrown.
import { z } from 'zod';
import { cutText, MAX_LINE } from '../../../connectors/bounds.ts';
import type { Lookup, MapInput } from '../../../connectors/contract.ts';
import { Skip } from '../../../connectors/errors.ts';
import type { CanonicalInput, CanonicalRecord } from '../../../connectors/records.ts';
import type { Incoming, Rejected } from './incoming.ts';
import { fieldOf, reasonOf } from './issues.ts';
import { inSlices } from './slices.ts';
import { type Left, takeRecord } from './take-record.ts';

export interface Mapped {
  readonly incoming: Incoming;
  readonly records: readonly CanonicalRecord[];
  /** Values that were out of bounds, and that the records were taken without. */
  readonly left: readonly Left[];
}

export type Mapper = (record: MapInput, lookup: Lookup) => CanonicalInput[];

export interface MappedRecords {
  readonly mapped: readonly Mapped[];
  readonly rejected: readonly Rejected[];
}

/** How those who bring records map them. */
export type MapRecords = (incoming: readonly Incoming[]) => MappedRecords | Promise<MappedRecords>;

export async function mapRecords(incoming: readonly Incoming[], map: Mapper, lookup: Lookup): Promise<MappedRecords> {
  const mapped: Mapped[] = [];
  const rejected: Rejected[] = [];
  await inSlices(incoming, item => {
    try {
      const { object, externalId: id, payload } = item;
      const taken = map({ object, id, payload }, lookup).map(takeRecord);
      mapped.push({
        incoming: item,
        records: taken.map(({ record }) => record),
        left: taken.flatMap(({ left }) => left),
      });
    } catch (error) {
      rejected.push({ incoming: item, ...faultOf(error) });
    }
  });
  return { mapped, rejected };
}

function faultOf(error: unknown): Pick<Rejected, 'reason' | 'fields'> {
  if (error instanceof z.ZodError)
    return { reason: reasonOf(error.issues), fields: error.issues.map(issue => fieldOf(issue.path)) };
  const words = error instanceof Error ? error.message : String(error);
  // A mapper's own fault must not stop the sync; the payload is kept, so a mended mapper can take it up again.
  const reason = error instanceof Skip ? words : `The record could not be mapped: ${words}`;
  return { reason: cutText(reason, MAX_LINE), fields: [] };
}
