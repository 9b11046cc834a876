// Who is meant: a customer named by id, e-mail, phone or an id in another system.
import { cutText, MAX_ID, MAX_OBJECT } from '../../../connectors/bounds.ts';
import type { Ref } from '../../../connectors/records.ts';
import type { Context } from '../../base/context/context.ts';
import { badInput, UserError } from '../../base/errors.ts';
import { decodeId } from '../../base/ids.ts';
import { normalEmail, normalPhone } from '../identity/normalize.ts';
import type { RecordItem } from './record.ts';

/** Exactly one is given. */
export interface CustomerBy {
  readonly id?: string | null;
  readonly email?: string | null;
  readonly phone?: string | null;
  readonly external?: { readonly source: string; readonly object: string; readonly id: string } | null;
}

export type Named =
  /** `item`: a record to land first, because nobody is known by that name yet. */
  { readonly ref: Ref; readonly item?: RecordItem } | { readonly fault: UserError };

/** Whom each of them names. An unknown e-mail or external id becomes a new person; an unknown id or phone is an error. */
export async function namePersons(ctx: Context, names: readonly CustomerBy[]): Promise<Named[]> {
  const keys = names.map(keyOf);
  const known = await knownRefs(
    ctx,
    keys.filter(key => 'kind' in key),
  );
  return keys.map(key => {
    if ('fault' in key) return key;
    const found = known.get(`${key.kind} ${key.value}`);
    if (found?.customers === 1) return { ref: parseRef(found.ref) };
    if (key.kind === 'ID') return unknown('id', `There is no customer "${key.shown}".`);
    if (key.kind === 'PHONE' && found)
      return wrong(
        'phone',
        `${found.customers} customers have the phone number ${key.shown}. Name one by id or e-mail.`,
      );
    if (key.kind === 'PHONE')
      return unknown(
        'phone',
        `No customer has the phone number ${key.shown}. Name the customer by e-mail or external id.`,
      );
    return newPerson(key);
  });
}

type Key = { kind: 'ID' | 'EMAIL' | 'PHONE' | 'EXTERNAL_ID'; value: string; shown: string };

const wrong = (field: string, message: string) => ({ fault: badInput(field, message) });
const unknown = (field: string, message: string) => ({ fault: new UserError('NOT_FOUND', message, { field }) });

function keyOf(by: CustomerBy): Key | { fault: UserError } {
  if (by.email != null) {
    const [value, shown] = [normalEmail(by.email), show(by.email)];
    return value ? { kind: 'EMAIL', value, shown } : wrong('email', `"${shown}" is not an e-mail address.`);
  }
  if (by.phone != null) {
    const [value, shown] = [normalPhone(by.phone), show(by.phone)];
    return value
      ? { kind: 'PHONE', value, shown }
      : wrong('phone', `"${shown}" is not a phone number with its country code, such as +4930123456.`);
  }
  if (by.external != null) {
    const { source, object, id } = by.external;
    if (!/^[a-z][a-z0-9-]{0,39}$/.test(source))
      return wrong(
        'external.source',
        'external.source has 1 to 40 small letters, digits and dashes: a connection key, or a name of your own.',
      );
    if (object.trim() === '' || object.length > MAX_OBJECT)
      return wrong('external.object', `external.object has 1 to ${MAX_OBJECT} characters.`);
    if (id.trim() === '' || id.length > MAX_ID)
      return wrong('external.id', `external.id has 1 to ${MAX_ID} characters.`);
    return { kind: 'EXTERNAL_ID', value: `${source}:${object}/${id}`, shown: show(id) };
  }
  const id = by.id == null ? null : decodeId('customer', by.id);
  return id === null
    ? wrong('id', `"${show(by.id ?? '')}" is not a customer id, such as customer_42.`)
    : { kind: 'ID', value: String(id), shown: by.id! };
}

/** In a message: what was sent may be long. */
const show = (text: string) => (text.length > 80 ? `${cutText(text, 80)}…` : text);

/** The oldest live record by which each is known, and how many customers are. */
async function knownRefs(ctx: Context, keys: readonly Key[]): Promise<Map<string, { ref: string; customers: number }>> {
  if (keys.length === 0) return new Map();
  const rows = await ctx.sql.query<{ key: string; ref: string; customers: number }>(
    `with recursive wanted as (
       select k.kind, k.value from unnest($1::text[], $2::text[]) as k(kind, value)
     ), survivor as (
       select w.value, c.id, c.merged_into from wanted w join customer c on w.kind = 'ID' and c.id = w.value::bigint
       union all
       select s.value, c.id, c.merged_into from survivor s join customer c on c.id = s.merged_into
     ), found as (
       select w.kind || ' ' || w.value as key, p.id, p.ref, p.customer_id
       from wanted w join identifier i on i.kind = w.kind and i.value = w.value join person_record p on p.id = i.record_id
       union all
       select 'ID ' || s.value, p.id, p.ref, p.customer_id from survivor s join person_record p on p.customer_id = s.id
     )
     select key, (array_agg(ref order by id))[1] as ref, count(distinct customer_id)::int as customers
     from found where exists (select from customer c where c.id = found.customer_id and c.deleted_at is null)
     group by key`,
    [keys.map(key => key.kind), keys.map(key => key.value)],
  );
  return new Map(rows.map(row => [row.key, row]));
}

function parseRef(ref: string): Ref {
  const [, connection, object, id] = /^([^:]*):([^/]*)\/(.*)$/s.exec(ref)!;
  return { connection: connection!, object: object!, id: id! };
}

/** A person of our own source that carries the one thing we know; a CRM's record with the same joins it later. */
function newPerson(key: Key): Named {
  const id = `${key.kind === 'EMAIL' ? 'email' : 'external'}:${key.value}`;
  if (id.length > MAX_ID)
    return key.kind === 'EMAIL'
      ? wrong('email', 'The e-mail address is too long.')
      : wrong('external.id', `Nobody has this external id, and it is too long for a new one.`);
  const [, connection, value] = /^([^:]*):(.*)$/s.exec(key.value) ?? [];
  const identifier =
    key.kind === 'EMAIL'
      ? { kind: 'EMAIL' as const, value: key.value }
      : { kind: 'EXTERNAL_ID' as const, value: value!, connection: connection! };
  return {
    ref: { object: 'person', id },
    item: {
      object: 'person',
      id,
      payload: key.kind === 'EMAIL' ? { email: key.value } : { external: key.value },
      records: [{ type: 'person', identifiers: [identifier], fields: {}, traits: {} }],
    },
  };
}
