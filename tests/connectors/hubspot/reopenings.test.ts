// How often tickets were reopened: read from the history of their stage, and null where it does not tell.
import { describe, expect, it } from 'vitest';
import { connector } from '../../../connectors/hubspot/index.ts';
import { reopeningsOf } from '../../../connectors/hubspot/map/reopenings.ts';
import { HOUR, rows, type Setting, setting } from './world.ts';

const STATES: Readonly<Record<string, string>> = { '0:1': 'OPEN', '0:2': 'OPEN', '0:3': 'CLOSED', '0:4': 'CLOSED' };
const lookup = (_: string, id: string) => {
  const ticketState = STATES[id.replace('ticket:', '')];
  return ticketState ? { metadata: { ticketState } } : undefined;
};
const at = (hour: number) => `2026-03-02T${String(hour).padStart(2, '0')}:00:00Z`;
const iso = (hour: number) => at(hour).replace('Z', '.000Z');
const told = (...stays: [hour: number, stage: string][]) => {
  const values = stays.map(([hour, value]) => ({ value, timestamp: at(hour) })).toReversed();
  const payload = { propertiesWithHistory: { hs_pipeline_stage: values } };
  return Object.values(reopeningsOf(payload, lookup, '0'));
};
const NOTHING = [null, null, null];

describe('by the history', () => {
  it('counts the ways out of a closed stage', () => {
    expect(told([8, '1'], [9, '4'])).toEqual([0, null, iso(9)]);
    expect(told([8, '1'], [9, '3'], [10, '4'])).toEqual([0, null, iso(9)]);
    expect(told([8, '1'], [9, '4'], [10, '2'], [11, '1'], [12, '4'])).toEqual([1, iso(10), iso(9)]);
    expect(told([8, '4'], [9, '1'], [10, '4'], [11, '2'], [12, '3'])).toEqual([2, iso(9), iso(8)]);
  });
  it('tells nothing without it, of stages that nobody knows, of open tickets, and where values may be gone', () => {
    expect(Object.values(reopeningsOf({}, lookup, '0'))).toEqual(NOTHING);
    expect(told()).toEqual(NOTHING);
    expect(told([8, '1'], [9, '99'], [10, '4'])).toEqual(NOTHING);
    expect(told([8, '1'], [9, '4'], [10, '2'])).toEqual(NOTHING);
    const many = Array.from({ length: 20 }, (_, i): [number, string] => [i, i % 2 ? '4' : '1']);
    expect(told(...many.slice(2))).not.toEqual(NOTHING);
    expect(told(...many)).toEqual(NOTHING);
  });
});

const stage = (id: string, ticketState: string) => ({ id, label: id, metadata: { ticketState } });
const closed = { hs_pipeline_stage: '4', closed_date: '2026-05-19T12:00:00Z' };
const portal = {
  objects: { tickets: rows(120, i => ({ hs_pipeline: '0', ...(i % 2 ? closed : { hs_pipeline_stage: '1' }) })) },
  pipelines: { tickets: [{ id: '0', label: 'P', stages: [stage('1', 'OPEN'), stage('4', 'CLOSED')] }] },
};

function held({ store }: Setting, id: string): number | null | undefined {
  const payload = store.live('ticket').get(id)!;
  const [record] = connector.streams
    .find(one => one.name === 'tickets')!
    .map({ object: 'ticket', id, payload }, lookup);
  return (record as { reopenCount?: number | null }).reopenCount;
}

describe('through the API', () => {
  it('comes with tickets that were closed, in full reads and as they change', async () => {
    const s = await setting(portal);
    const first = await s.read('tickets');
    const ids = [...s.store.live('ticket').keys()];
    const [one, other] = ids.filter(id => held(s, id) === 0);
    expect(ids.filter(id => held(s, id) === 0).length).toBe(60);
    s.clock.advance(HOUR);
    s.fake.portal.update('tickets', one!, { hs_pipeline_stage: '1' });
    s.fake.portal.update('tickets', other!, { hs_pipeline_stage: '1' });
    s.clock.advance(HOUR);
    s.fake.portal.update('tickets', one!, closed);
    s.clock.advance(HOUR);
    await s.read('tickets', { mode: 'INCREMENTAL', cursor: first.cursor });
    expect([held(s, one!), held(s, other!)]).toEqual([1, null]);
    await s.fake.close();
  });

  it('where it is refused, the tickets are read and nothing is told', async () => {
    const s = await setting(portal, { noHistory: true });
    await s.read('tickets');
    expect([...s.store.live('ticket').keys()].map(id => held(s, id)).filter(count => count !== null)).toEqual([]);
    expect(s.store.live('ticket').size).toBe(120);
    await s.fake.close();
  });
});
