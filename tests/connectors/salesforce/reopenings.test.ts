// How often cases were reopened: read from the history of their status, and null where it does not tell.
import { describe, expect, test } from 'vitest';
import { rowsOf } from '../../../connectors/kit/fake-rows.ts';
import { connector } from '../../../connectors/salesforce/index.ts';
import { mapped } from './map/mapped.ts';
import { bench } from './org.ts';

const CASE = '5005g0000000001AAA';
const at = (hour: number) => `2026-03-02T${String(hour).padStart(2, '0')}:00:00.000+0000`;
const iso = (hour: number) => at(hour).replace('+0000', 'Z');
const change = (hour: number, OldValue: string | null, NewValue: string) => ({
  ...{ Id: `017${hour}`, CreatedDate: at(hour), OldValue, NewValue },
});
const told = (records: object[] | null, IsClosed = true) => {
  const Histories = records && { records, closedStatuses: ['Closed', 'Solved'] };
  const [record] = mapped('Case', CASE, {
    ...{ Status: 'Closed', IsClosed, ClosedDate: at(20) },
    ...(Histories ? { Histories } : {}),
  } as never);
  const { reopenCount, reopenedAt, firstResolvedAt } = record as Record<string, unknown>;
  return [reopenCount, reopenedAt, firstResolvedAt];
};

describe('by the history', () => {
  test('a case that was closed once was never reopened', () => {
    expect(told([change(9, 'New', 'Working'), change(10, 'Working', 'Closed')])).toEqual([0, null, iso(10)]);
  });
  test('from one closed status to another is no reopening; each way out of them is one', () => {
    const once = [change(9, 'New', 'Solved'), change(10, 'Solved', 'Closed')];
    expect(told(once)).toEqual([0, null, iso(9)]);
    const twice = [change(11, 'Closed', 'Working'), change(12, 'Working', 'Solved')];
    const thrice = [change(13, 'Solved', 'New'), change(14, 'New', 'Closed')];
    expect(told([...once, ...twice, ...thrice])).toEqual([2, iso(11), iso(9)]);
  });
  test.each([
    ['was not read', null],
    ['has no change', []],
    ['begins in a closed status', [change(11, 'Closed', 'Working'), change(12, 'Working', 'Closed')]],
    ['does not lead to where the case is', [change(9, 'New', 'Working')]],
  ])('one that %s tells nothing', (_, records) => {
    expect(told(records)).toEqual([null, null, null]);
  });
});

const START = Date.UTC(2026, 2, 2, 8);
const status = (id: string, MasterLabel: string, IsClosed: boolean) => ({
  ...{ id, createdAt: START, modifiedAt: START, fields: { ApiName: MasterLabel, MasterLabel, IsClosed } },
});
const cases = Array.from({ length: 3 }, (_, n) => ({
  ...{ id: `500Qy000000000${n}AAA`, createdAt: START, modifiedAt: START },
  fields: { Status: 'New', IsClosed: false, ClosedDate: null },
}));
const world = {
  orgId: '00DQy0000012345MAA',
  objects: { Case: rowsOf(cases), CaseStatus: rowsOf([status('01J1', 'New', false), status('01J2', 'Closed', true)]) },
};
const CLOSED = { Status: 'Closed', IsClosed: true, ClosedDate: iso(12) };
const OPEN = { Status: 'New', IsClosed: false, ClosedDate: null };

type Held = Awaited<ReturnType<typeof bench>>;
const held = ({ store }: Held) =>
  [...store.live('Case')].sort().map(([id, payload]) => {
    const [record] = connector.streams
      .find(one => one.name === 'Case')!
      .map({ object: 'Case', id, payload }, () => undefined);
    return (record as { reopenCount?: number | null }).reopenCount;
  });

describe('through the API', () => {
  test('comes with the case, as it was closed, reopened and closed again', async () => {
    const it = await bench(world);
    await it.read('Case');
    expect(held(it)).toEqual([null, null, null]);
    const [a, b] = cases.map(one => one.id) as [string, string];
    for (const [id, fields] of [
      [a, CLOSED],
      [b, CLOSED],
      [b, OPEN],
      [b, CLOSED],
    ] as const) {
      it.org.clock.advance(60_000);
      it.org.update('Case', id, fields);
    }
    it.org.clock.advance(60_000);
    await it.read('Case');
    expect(held(it)).toEqual([0, 1, null]);
  });

  test('of an org without it the cases are read, and nothing is told', async () => {
    const it = await bench(world, { without: ['CaseHistory'] });
    it.org.update('Case', cases[0]!.id, CLOSED);
    await it.read('Case');
    expect(held(it)).toEqual([null, null, null]);
  });

  test('cases that were read before are read again once when it can be read', async () => {
    const it = await bench(world);
    it.org.update('Case', cases[0]!.id, CLOSED);
    it.org.hideField('CaseHistory', 'NewValue');
    await it.read('Case');
    expect(held(it)).toEqual([null, null, null]);
    it.org.showField('CaseHistory', 'NewValue');
    it.org.clock.advance(3_600_000);
    const again = await it.read('Case');
    expect(held(it)).toEqual([0, null, null]);
    expect(again.delivered).toBeGreaterThanOrEqual(3);
  });
});
