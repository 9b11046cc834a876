// The parts of a profile that say where it came from: identities, provenance, traits.
import { literal } from '../../base/database/statement.ts';
import { SURVIVORSHIP_RULE } from '../../ingest/customers/survive.ts';
import type { Field, GraphType } from './model.ts';
import { column, leaf, time } from './model.ts';

const identityType: GraphType = {
  name: 'Identity',
  table: '',
  fields: {
    kind: column('kind'),
    value: column('value'),
    source: column('source'),
    firstSeenAt: time('first_seen_at'),
  },
};

const bare = (value: string) => `substr(${value}, strpos(${value}, ':') + 1)`;

/**
 * Each value once, with the source that had it first. An external id reads "object/id" there; one that a source only
 * quotes ("@vendor:object/id") is left out when the record it means is there itself, and so are placeholders for one.
 */
export const identities: Field = {
  kind: 'many',
  type: () => identityType,
  from: customer => `select distinct on (i.kind, i.value) i.kind,
      case i.kind when 'EXTERNAL_ID' then ${bare('i.value')} else i.value end as value,
      k.key as source, i.first_seen_at
    from identifier i join person_record r on r.id = i.record_id join connection k on k.id = r.connection_id
    where r.customer_id = ${customer}.id and i.kind in ('EMAIL', 'PHONE', 'EXTERNAL_ID')
      and (i.linking or i.kind <> 'EXTERNAL_ID' or i.value = r.ref)
      and not (i.value like '@%' and exists (
        select from person_record own where own.customer_id = ${customer}.id and ${bare('own.ref')} = ${bare('i.value')}
      ))
    order by i.kind, i.value, i.first_seen_at, i.record_id`,
  order: row => `${row}.kind, ${row}.value`,
};

const candidateType: GraphType = {
  name: 'FieldCandidate',
  table: '',
  fields: { value: column('value'), source: column('source'), observedAt: time('observed_at') },
};

const provenanceType: GraphType = {
  name: 'FieldProvenance',
  table: '',
  fields: {
    field: column('field'),
    value: column('value'),
    source: column('source'),
    observedAt: time('observed_at'),
    rule: leaf(() => `${literal(SURVIVORSHIP_RULE)}::text`),
    others: {
      kind: 'many',
      type: () => candidateType,
      from: row => `select r.id, r.fields -> ${row}.field as value, k.key as source,
          coalesce((r.observed ->> ${row}.field)::timestamptz, r.version) as observed_at
        from person_record r join connection k on k.id = r.connection_id
        where r.customer_id = ${row}.customer_id and r.live and r.id <> ${row}.winner and r.fields ? ${row}.field`,
      order: row => `${row}.observed_at desc, ${row}.id`,
    },
  },
};

export const provenance: Field = {
  kind: 'many',
  type: () => provenanceType,
  from: (customer, s, args) => `select f.key as field, w.fields -> f.key as value, k.key as source, w.id as winner,
      ${customer}.id as customer_id, (f.value ->> 'at')::timestamptz as observed_at
    from jsonb_each(${customer}.provenance) f join person_record w on w.id = (f.value ->> 'record')::bigint
    join connection k on k.id = w.connection_id
    ${args.fields == null ? '' : `where f.key = any(${s.bind(args.fields, 'text[]')})`}`,
  order: row => `${row}.field`,
};

const traitType: GraphType = {
  name: 'Trait',
  table: '',
  fields: { key: column('key'), value: column('value'), source: column('source'), updatedAt: time('updated_at') },
};

export const traits: Field = {
  kind: 'many',
  type: () => traitType,
  from: (customer, s, args) => `select t.key, t.value -> 'value' as value, t.value ->> 'source' as source,
      (t.value ->> 'at')::timestamptz as updated_at
    from jsonb_each(${customer}.traits) t
    ${args.keys == null ? '' : `where t.key = any(${s.bind(args.keys, 'text[]')})`}`,
  order: row => `${row}.key`,
};
