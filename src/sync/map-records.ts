// Calls a stream's mapper on changed records and checks what it gives; what cannot be used is rejected, not thrown.
import { z } from 'zod';
import type { Lookup, MapInput } from '../../connectors/contract.ts';
import { Skip } from '../../connectors/errors.ts';
import { type CanonicalInput, CanonicalRecord } from '../../connectors/records.ts';
import type { Incoming } from './land.ts';
import { inSlices } from './slices.ts';

export interface Mapped {
  readonly incoming: Incoming;
  readonly records: readonly CanonicalRecord[];
}
export interface Rejected {
  readonly incoming: Incoming;
  readonly reason: string;
}

export type Mapper = (record: MapInput, lookup: Lookup) => CanonicalInput[];

export async function mapRecords(
  incoming: readonly Incoming[],
  map: Mapper,
  lookup: Lookup,
): Promise<{ mapped: Mapped[]; rejected: Rejected[] }> {
  const mapped: Mapped[] = [];
  const rejected: Rejected[] = [];
  await inSlices(incoming, item => {
    try {
      const { object, externalId: id, payload } = item;
      mapped.push({
        incoming: item,
        records: map({ object, id, payload }, lookup).map(record => CanonicalRecord.parse(record)),
      });
    } catch (error) {
      rejected.push({ incoming: item, reason: reasonOf(error) });
    }
  });
  return { mapped, rejected };
}

function reasonOf(error: unknown): string {
  if (error instanceof Skip) return error.message;
  if (error instanceof z.ZodError)
    return error.issues.map(issue => `${issue.path.join('.')}: ${issue.message}`).join('; ');
  // A mapper's own fault must not stop the sync; the payload is kept, so a mended mapper can take it up again.
  return `The record could not be mapped: ${error instanceof Error ? error.message : String(error)}`;
}
