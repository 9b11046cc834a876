// What describes the account: properties, owners, pipelines, the portal itself and its token.
import type { FakeReply } from '../../kit/fake-server.ts';
import type { Portal } from './portal.ts';
import { createdName, modifiedName } from './types.ts';
import type { HubSpotProperty } from './world.ts';

const EPOCH = '1970-01-01T00:00:00Z';
const ALL_SCOPES = [
  'oauth',
  'crm.objects.contacts.read',
  'crm.objects.companies.read',
  'crm.objects.deals.read',
  'tickets',
  'crm.objects.owners.read',
  'crm.objects.feedback_submissions.read',
  'sales-email-read',
];

export function properties(portal: Portal, path: string): FakeReply {
  const usual: HubSpotProperty[] = [createdName(path), modifiedName(path)].map(name => ({
    name,
    label: name,
    type: 'datetime',
    hubspotDefined: true,
  }));
  const id: HubSpotProperty = { name: 'hs_object_id', label: 'Record ID', type: 'number', hubspotDefined: true };
  const all = [id, ...usual, ...(portal.properties.get(path) ?? [])];
  return { status: 200, body: { results: all.map(wireProperty) } };
}

function wireProperty(property: HubSpotProperty) {
  return {
    updatedAt: EPOCH,
    createdAt: EPOCH,
    name: property.name,
    label: property.label,
    type: property.type,
    fieldType: property.fieldType ?? 'text',
    description: '',
    groupName: property.groupName ?? 'information',
    options: (property.options ?? []).map((option, i) => ({ ...option, displayOrder: i, hidden: false })),
    displayOrder: -1,
    calculated: false,
    externalOptions: false,
    archived: false,
    hasUniqueValue: false,
    hidden: false,
    hubspotDefined: property.hubspotDefined ?? false,
    modificationMetadata: { archivable: true, readOnlyDefinition: false, readOnlyValue: false },
    formField: true,
    dataSensitivity: 'non_sensitive',
  };
}

export function owners(portal: Portal, query: URLSearchParams): FakeReply {
  const archived = query.get('archived') === 'true';
  const limit = Math.min(500, Number(query.get('limit') ?? 100));
  const offset = Number(query.get('after') ?? 0);
  const all = (portal.world.owners ?? []).filter(owner => (owner.archived ?? false) === archived);
  const results = all.slice(offset, offset + limit).map(owner => ({
    id: owner.id,
    email: owner.email,
    type: 'PERSON',
    firstName: owner.firstName,
    lastName: owner.lastName,
    userId: archived ? null : owner.userId,
    userIdIncludingInactive: owner.userId,
    createdAt: '2020-01-01T00:00:00Z',
    updatedAt: '2020-01-01T00:00:00.120Z',
    archived,
  }));
  const after = String(offset + limit);
  return { status: 200, body: { results, ...(offset + limit < all.length ? { paging: { next: { after } } } : {}) } };
}

export function pipelines(portal: Portal, path: string): FakeReply {
  const dates = { createdAt: EPOCH, updatedAt: EPOCH, archived: false };
  const results = (portal.world.pipelines?.[path] ?? []).map((pipeline, i) => ({
    id: pipeline.id,
    label: pipeline.label,
    displayOrder: i,
    ...dates,
    stages: pipeline.stages.map((stage, j) => ({ ...stage, displayOrder: j, ...dates })),
  }));
  return { status: 200, body: { results } };
}

export function accountDetails(portal: Portal): FakeReply {
  const { portalId } = portal.world;
  const timeZone = portal.switches.timeZone ?? 'US/Eastern';
  return { status: 200, body: { portalId, accountType: 'STANDARD', timeZone, companyCurrency: 'USD' } };
}

export function tokenInfo(portal: Portal): FakeReply {
  const scopes = portal.switches.scopes ?? ALL_SCOPES;
  return { status: 200, body: { userId: 1, hubId: portal.world.portalId, appId: 1, scopes } };
}
