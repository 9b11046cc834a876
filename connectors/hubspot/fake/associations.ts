// Associations v4: batches whose inputs are paged each on their own.
import type { FakeReply } from '../../kit/fake-server.ts';
import { errors } from './errors.ts';
import type { BatchBody } from './objects.ts';
import type { Portal } from './portal.ts';
import { instant } from './rows.ts';
import { singular } from './types.ts';
import type { HubSpotLink } from './world.ts';

export function associations(portal: Portal, from: string, to: string, body: BatchBody): FakeReply {
  const inputs = body.inputs ?? [];
  if (inputs.length === 0 || inputs.length > 1000) return errors.badRequest();
  const results: unknown[] = [];
  const none: unknown[] = [];
  const size = portal.switches.associationPage ?? 500;
  for (const input of inputs) {
    const id = String(input.id);
    const offset = Number(input.after ?? 0);
    const targets = grouped(portal, from, id, to);
    if (targets.length === 0) {
      none.push(notFound(from, to, id));
      continue;
    }
    const more = offset + size < targets.length;
    const after = String(offset + size);
    const link = `https://api.hubapi.com/crm/v4/objects/${from}/${id}/associations/${to}?after=${after}`;
    results.push({
      from: { id },
      to: targets.slice(offset, offset + size),
      ...(more ? { paging: { next: { after, link } } } : {}),
    });
  }
  const at = instant(portal.clock.now());
  const answer = { status: 'COMPLETE', results: results.toReversed(), startedAt: at, completedAt: at };
  return none.length === 0
    ? { status: 200, body: answer }
    : { status: 207, body: { ...answer, numErrors: none.length, errors: none } };
}

/** Live targets, each with all its types. The id is a number here. */
function grouped(portal: Portal, from: string, id: string, to: string) {
  const store = portal.store(to);
  const targets = new Map<string, { toObjectId: number; associationTypes: unknown[] }>();
  if (!portal.store(from).live.get(id)) return [];
  for (const link of portal.links.of(from, id, to)) {
    if (!store.live.get(link.toId)) continue;
    const target = targets.get(link.toId) ?? { toObjectId: Number(link.toId), associationTypes: [] };
    target.associationTypes.push(associationType(link));
    targets.set(link.toId, target);
  }
  return [...targets.values()];
}

function associationType({ category, typeId, label }: HubSpotLink) {
  return { category: category ?? 'HUBSPOT_DEFINED', typeId, label: label ?? null };
}

function notFound(from: string, to: string, id: string) {
  return {
    status: 'error',
    category: 'OBJECT_NOT_FOUND',
    subCategory: 'crm.associations.NO_ASSOCIATIONS_FOUND',
    message: `No ${singular(to)} is associated with ${singular(from)} ${id}.`,
    context: { fromObjectId: [id], fromObjectType: [singular(from)], toObjectType: [singular(to)] },
  };
}
