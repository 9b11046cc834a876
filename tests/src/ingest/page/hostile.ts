// Hostile records: one sound record of each canonical type, and the same with one leaf replaced by what nobody should send.
import fc from 'fast-check';
import type { JsonObject, RawRecord } from '../../../../connectors/contract.ts';
import { type CanonicalInput, CanonicalRecord } from '../../../../connectors/records.ts';
import { storable } from '../../../../src/base/database/bulk.ts';
import { at, raw } from '../../../support/pipeline.ts';

const deep = (levels: number): object => (levels === 0 ? {} : { in: deep(levels - 1) });

const VALUES: readonly unknown[] = [
  'a\0b',
  'a\ud800b',
  '',
  'x'.repeat(9_000),
  '中'.repeat(256),
  'é'.repeat(61_000),
  1e200,
  -1e200,
  2 ** 53 + 1,
  1e7 + 0.5,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  '0000-01-01T00:00:00Z',
  '1899-12-31T23:59:59Z',
  '9999-12-31T23:59:59.999Z',
  '2026-02-30T00:00:00Z',
  'yesterday',
  null,
  true,
  [],
  {},
  deep(20),
  deep(5_000),
  'y'.repeat(1_100_000),
  '__proto__',
];

/** A sound record of each type, all leaves filled, under names that no other has. */
export function soundRecords(id: string): CanonicalInput[] {
  const ref = (object: string) => ({ object, id });
  const question = {
    key: 'q',
    text: 'How likely?',
    measure: 'NPS' as const,
    scaleMin: 0,
    scaleMax: 10,
    positiveFrom: 9,
  };
  return [
    {
      type: 'person',
      identifiers: [{ kind: 'EMAIL', value: `${id}@mail.example`, namespace: null }],
      fields: {
        ...{ givenName: 'Ada', familyName: 'Byron', email: `${id}@mail.example`, phone: '+4930123456' },
        ...{ jobTitle: 'Countess', country: 'GB', language: 'en', lifecycleStage: 'LEAD' },
      },
      traits: { plan: 'gold', seats: 5, tags: ['a', 'b'] },
      stages: [{ stage: 'LEAD', at: at(1) }],
      account: ref('company'),
      createdAt: at(1),
    },
    {
      type: 'organization',
      aliases: [`company/old-${id}`],
      ...{ name: 'Acme', domain: `${id}.example`, industry: 'Tools', country: 'GB', employees: 5 },
      ...{ annualRevenue: 1e6, currency: 'EUR' },
    },
    {
      type: 'interaction',
      ...{ kind: 'SUPPORT_CASE', channel: 'EMAIL', touchpoint: 'help', direction: 'INBOUND', occurredAt: at(1) },
      ...{ endedAt: at(3), subject: 'It is slow', body: 'It is terribly slow.', status: 'New', priority: 'High' },
      ...{ customer: ref('contact'), account: ref('company'), case: null, firstResponseAt: at(2), resolvedAt: at(3) },
      ...{ reopenCount: 1, durationSeconds: 60 },
    } as CanonicalInput,
    {
      type: 'interaction',
      ...{ kind: 'PURCHASE', occurredAt: at(1), customer: ref('contact'), amount: 12.5, currency: 'EUR' },
    } as CanonicalInput,
    { type: 'survey', key: id, name: 'Yearly', kind: 'RELATIONSHIP', questions: [question] },
    { type: 'invitation', survey: id, customer: ref('contact'), sentAt: at(1), status: 'SENT' },
    {
      type: 'response',
      ...{ survey: id, customer: ref('contact'), account: ref('company'), respondedAt: at(1), channel: 'WEB' },
      ...{ touchpoint: 'help', case: ref('interaction'), answers: [{ question: 'q', score: 9, text: 'Good.' }] },
    } as CanonicalInput,
    { type: 'answer', response: ref('response'), question, score: 9, text: 'Good.' },
    { type: 'links', from: ref('interaction'), role: 'customer', toObject: 'contact', to: [id] },
  ];
}

export const TYPES = soundRecords('x').length;

const OBJECTS = [
  'contact',
  'company',
  'interaction',
  'purchase',
  'survey',
  'invitation',
  'response',
  'answer',
  'links',
];

export const rawOf = (id: string, record: CanonicalInput, n: number): RawRecord => raw(OBJECTS[n]!, id, 1, record);

type Path = readonly (string | number)[];

function leavesOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const inner = Object.entries(value).flatMap(([key, item]) =>
    leavesOf(item, [...path, Array.isArray(value) ? Number(key) : key]),
  );
  return path.length === 0 ? inner : [path, ...inner];
}

function replaced(record: CanonicalInput, path: Path, value: unknown): CanonicalInput {
  const copy = structuredClone(record);
  const holder = path
    .slice(0, -1)
    .reduce<Record<PropertyKey, unknown>>(
      (at, key) => at[key] as Record<PropertyKey, unknown>,
      copy as unknown as Record<PropertyKey, unknown>,
    );
  holder[path.at(-1)!] = value;
  return copy;
}

/** What is wrong with a record, in numbers, so that it can be printed. */
export interface Recipe {
  readonly type: number;
  /** Which leaf, list or object of it. */
  readonly leaf: number;
  readonly value: number;
  /** Or what is around it, one time in ten. */
  readonly around: number | null;
}

export const recipe: fc.Arbitrary<Recipe> = fc.record({
  type: fc.nat({ max: TYPES - 1 }),
  leaf: fc.nat(),
  value: fc.nat({ max: VALUES.length - 1 }),
  around: fc.option(fc.nat({ max: 6 }), { freq: 9, nil: null }),
});

export function hostileRecord(id: string, { type, leaf, value, around }: Recipe): RawRecord {
  const record = soundRecords(id)[type]!;
  const leaves = leavesOf(record);
  if (around === null) return rawOf(id, replaced(record, leaves[leaf % leaves.length]!, VALUES[value]), type);
  const changes: Partial<RawRecord>[] = [
    { id: `${id}\0` },
    { id: `${id}\udc00` },
    { id: '' },
    { id: `${id}${'z'.repeat(9_000)}` },
    { version: 'soon' },
    { version: '9999-01-01T00:00:00Z' },
    { payload: deep(5_000) as JsonObject },
  ];
  return { ...rawOf(id, record, type), ...changes[around] };
}

/** Whether the record is one that can be taken whole. */
export function isSound({ id, version, payload }: RawRecord): boolean {
  if (id === '' || id.length > 255 || !id.isWellFormed() || id.includes('\0') || version !== at(1)) return false;
  const { records = [] } = payload as { records?: CanonicalInput[] };
  try {
    const json = JSON.stringify(payload);
    const isValid = (record: CanonicalInput) => CanonicalRecord.safeParse(storable(record, json)).success;
    return json.length <= 1_000_000 && records.length > 0 && records.every(isValid);
  } catch {
    // Too deep to be written as JSON.
    return false;
  }
}
