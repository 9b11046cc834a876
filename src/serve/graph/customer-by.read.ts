// Finding one customer: by id, e-mail, phone number or an id in a source.
import { survivorOf } from '../../base/database/conditions.ts';
import type { Statement } from '../../base/database/statement.ts';
import { decodeId } from '../../base/ids.ts';
import { normalEmail, normalPhone } from '../../ingest/identity/normalize.ts';
import type { CustomerBy } from '../../ingest/recording/find-customer.ts';

/** SQL for the customer's row id; null where there is none. */
export function customerCondition(s: Statement, by: CustomerBy): string {
  if (by.id != null) {
    const id = decodeId('customer', by.id);
    return id === null ? 'null' : survivorOf(s, 'customer', id);
  }
  if (by.email != null) return carrier(s, 'EMAIL', normalEmail(by.email) ?? '');
  if (by.phone != null) return carrier(s, 'PHONE', normalPhone(by.phone) ?? '');
  const { source, object, id } = by.external!;
  return carrier(s, 'EXTERNAL_ID', `${source}:${object}/${id}`);
}

/** The only visible customer who carries the identifier. Role addresses and phones may have many: then none is meant. */
function carrier(s: Statement, kind: string, value: string): string {
  return `(select case when count(distinct c.id) = 1 then min(c.id) end
    from identifier i join person_record r on r.id = i.record_id join customer c on c.id = r.customer_id
    where i.kind = ${s.bind(kind, 'text')} and i.value = ${s.bind(value, 'text')}
    and c.deleted_at is null and c.merged_into is null)`;
}
