// Pure: association sets to links.
import type { JsonObject, MapInput } from '../../contract.ts';
import { Skip } from '../../errors.ts';
import type { CanonicalInput } from '../../records.ts';
import { associationObject, PAIRS, roleOf } from '../pairs.ts';

/** HubSpot's own type ids for "primary": contact to company, deal to company, ticket to company. */
const PRIMARY = new Set([1, 5, 26]);

export function mapLinks({ object, id, payload }: MapInput): CanonicalInput[] {
  const pair = PAIRS.find(p => associationObject(p) === object);
  if (!pair || !Array.isArray(payload.to)) throw new Skip('not a set of associations', { object });
  const targets = payload.to.filter(isObject);
  const to = [...targets.filter(isPrimary), ...targets.filter(target => !isPrimary(target))];
  return [
    {
      type: 'links',
      from: { object: pair.from, id },
      role: roleOf(pair.to),
      toObject: pair.to,
      to: to.map(target => String(target.toObjectId)),
    },
  ];
}

function isPrimary(target: JsonObject): boolean {
  const types = Array.isArray(target.associationTypes) ? target.associationTypes.filter(isObject) : [];
  return types.some(type => type.category === 'HUBSPOT_DEFINED' && PRIMARY.has(Number(type.typeId)));
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
