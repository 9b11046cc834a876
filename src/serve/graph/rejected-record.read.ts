// How rejected records are read.
import type { Context } from '../../base/context/context.ts';
import { idArgument } from '../../base/database/conditions.ts';
import { connectionType } from './connection.read.ts';
import { isConnection } from './connection-argument.ts';
import type { GraphType, List } from './model.ts';
import { columns, id, one, times } from './model.ts';
import type { RawPage } from './page.ts';
import { readPage } from './read.ts';
import type { Selected } from './selection.ts';

export const rejectedRecordType: GraphType = {
  name: 'RejectedRecord',
  table: 'rejected_record',
  fields: {
    id: id('rejected'),
    ...columns('object', 'externalId', 'reason', 'fields', 'taken', 'payload', 'attempts'),
    ...times('rejectedAt'),
    connection: one(
      () => connectionType,
      (row, connection) => `${connection}.id = ${row}.connection_id`,
    ),
  },
};

const rejectedList: List = {
  type: () => rejectedRecordType,
  orders: { REJECTED_AT: { key: row => `${row}.rejected_at`, type: 'timestamptz' } },
  defaultOrder: { field: 'REJECTED_AT', descending: true },
  filter(row, s, args) {
    const conditions: string[] = [];
    if (args.connection != null) {
      conditions.push(isConnection(s, `${row}.connection_id`, args.connection as string));
    }
    if (args.taken != null) conditions.push(`${row}.taken = ${s.bind(args.taken, 'boolean')}`);
    if (args.run != null) {
      conditions.push(`${row}.run_id = ${s.bind(idArgument('run', 'run', args.run as string), 'bigint')}`);
    }
    return conditions;
  },
};

export function listRejected(ctx: Context, selected: Selected): Promise<RawPage> {
  return readPage(ctx, () => rejectedList, selected);
}
