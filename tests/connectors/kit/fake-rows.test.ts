// A fake's table against a plain array.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compareIds, type FakeRow, FakeTable, rowsOf } from '../../../connectors/kit/fake-rows.ts';

const row = fc.record({ id: fc.nat(60).map(String), modifiedAt: fc.nat(20) });
const change = fc.oneof(
  fc.record({ kind: fc.constant('put' as const), row }),
  fc.record({ kind: fc.constant('remove' as const), row }),
);
const whole = (part: { id: string; modifiedAt: number }): FakeRow => ({ ...part, createdAt: 0, fields: {} });
const orders = {
  id: (a: FakeRow, b: FakeRow) => compareIds(a.id, b.id),
  modified: (a: FakeRow, b: FakeRow) => a.modifiedAt - b.modifiedAt || compareIds(a.id, b.id),
};

it('size, order, ranks and ranges are those of an array after any changes', () => {
  fc.assert(
    fc.property(fc.uniqueArray(row, { selector: r => r.id }), fc.array(change), row, (base, changes, key) => {
      const table = new FakeTable(rowsOf(base.map(whole)));
      const model = new Map(base.map(r => [r.id, whole(r)]));
      for (const { kind, row: changed } of changes) {
        if (kind === 'put') {
          table.put(whole(changed));
          model.set(changed.id, whole(changed));
        } else {
          table.remove(changed.id);
          model.delete(changed.id);
        }
      }
      expect(table.size).toBe(model.size);
      expect(table.get(key.id)).toEqual(model.get(key.id));
      for (const order of ['id', 'modified'] as const) {
        const sorted = [...model.values()].sort(orders[order]);
        const from = sorted.filter(r => orders[order](r, whole(key)) >= 0);
        expect([...table.scan(order)]).toEqual(sorted);
        expect([...table.scan(order, key)]).toEqual(from);
        expect(table.rank(order, key)).toBe(sorted.length - from.length);
      }
    }),
  );
});
