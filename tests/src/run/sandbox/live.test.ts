// The living world: the same events at the same moments in every process, and nothing left behind.
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../../../../connectors/kit/fake-server.ts';
import { ticksDue, tickTime } from '../../../../src/run/sandbox/live/schedule.ts';
import { type Sandbox, startSandbox } from '../../../../src/run/sandbox/sandbox.ts';
import { crmsOf, NOW } from './rows.ts';

const HOUR = 3_600_000;
const EPOCH = NOW + 9 * HOUR + 123;
const open: Sandbox[] = [];
afterEach(async () => {
  for (const sandbox of open.splice(0)) await sandbox.stop();
});

async function sandboxAt(clock: FakeClock, everyMs = 5000): Promise<Sandbox> {
  const sandbox = await startSandbox({ epoch: EPOCH, people: 300, everyMs, clock });
  open.push(sandbox);
  return sandbox;
}

function frozen(at: number): FakeClock {
  const clock = new FakeClock();
  clock.freeze(at);
  return clock;
}

/** Every live row of both CRMs, as their own ledgers tell. */
function rowsOf(sandbox: Sandbox): Record<string, unknown[]> {
  const { hubspot, salesforce } = crmsOf(sandbox);
  const rows: Record<string, unknown[]> = {};
  for (const type of Object.keys(hubspot.portal.counts())) rows[`hubspot/${type}`] = [...hubspot.portal.live(type)];
  rows.links = [...hubspot.portal.live('tickets')].map(ticket => [
    hubspot.portal.links.of('tickets', ticket.id, 'contacts'),
    hubspot.portal.links.of('tickets', ticket.id, 'emails'),
  ]);
  for (const type of Object.keys(salesforce.counts())) {
    rows[`salesforce/${type}`] = [...salesforce.live(type)];
  }
  return rows;
}

describe('the schedule', () => {
  const schedule = fc.record({
    epoch: fc.constant(EPOCH),
    everyMs: fc.integer({ min: 7, max: 60_000 }),
    maxTicks: fc.constant(20_000),
  });

  it('has each tick due exactly from its moment on', () => {
    fc.assert(
      fc.property(schedule, fc.integer({ min: 0, max: 19_999 }), (given, n) => {
        expect(ticksDue(given, tickTime(given, n))).toBe(n + 1);
        expect(ticksDue(given, tickTime(given, n) - 1)).toBe(n);
      }),
    );
  });

  it('slows down with age, and ends', () => {
    const given = { epoch: EPOCH, everyMs: 5000, maxTicks: 20_000 };
    expect(ticksDue(given, EPOCH - 1)).toBe(0);
    expect(ticksDue(given, EPOCH + HOUR)).toBe(720);
    expect(ticksDue(given, EPOCH + 24 * HOUR)).toBe(720 + 23 * 60);
    expect(ticksDue(given, EPOCH + 48 * HOUR)).toBe(720 + 23 * 60 + 144);
    expect(ticksDue(given, EPOCH + 10_000 * 24 * HOUR)).toBe(20_000);
  });
});

describe('the living world', () => {
  it('changes both CRMs in plausible ways, at the moments of its ticks', async () => {
    const clock = frozen(EPOCH);
    const sandbox = await sandboxAt(clock);
    const before = rowsOf(sandbox);
    clock.freeze(EPOCH + 30 * 60_000);
    sandbox.living?.catchUp();
    expect(sandbox.living?.ticks).toBe(360);
    const after = rowsOf(sandbox);
    for (const type of [
      'hubspot/tickets',
      'hubspot/feedback_submissions',
      'salesforce/Case',
      'salesforce/SurveyResponse',
    ]) {
      expect(after[type]!.length, type).toBeGreaterThan(before[type]!.length);
    }
    for (const type of ['hubspot/contacts', 'salesforce/Contact', 'salesforce/Lead']) {
      expect(after[type]!.length, type).toBe(before[type]!.length);
    }
    expect(after['hubspot/contacts']).not.toEqual(before['hubspot/contacts']);
    const fresh = [...crmsOf(sandbox).hubspot.portal.live('tickets')].filter(row => row.createdAt > EPOCH);
    const moments = new Set(Array.from({ length: 360 }, (_, n) => EPOCH + (n + 1) * 5000));
    for (const row of fresh) expect(moments.has(row.createdAt)).toBe(true);
    expect(new Set(fresh.map(row => row.createdAt)).size).toBe(fresh.length);
    expect(fresh.some(row => row.fields.closed_date)).toBe(true);
  });

  it('is the same after a restart, however the ticks were carried out', async () => {
    const clock = frozen(EPOCH);
    const first = await sandboxAt(clock);
    for (let minute = 1; minute <= 95; minute += 7) {
      clock.freeze(EPOCH + minute * 60_000 + minute * 77);
      first.living?.catchUp();
    }
    const second = await sandboxAt(frozen(clock.now()));
    expect(second.living?.ticks).toBe(first.living?.ticks);
    expect(second.living?.ticks).toBeGreaterThan(700);
    expect(rowsOf(second)).toEqual(rowsOf(first));
  });

  it('runs through all its events, and changes no one into another', async () => {
    const sandbox = await sandboxAt(frozen(EPOCH + 400 * 24 * HOUR));
    expect(sandbox.living?.ticks).toBe(20_000);
    const people = [...crmsOf(sandbox).hubspot.portal.live('contacts')].map(row => row.fields.email ?? null);
    const known = sandbox.world.cast.flatMap(person => person.records.filter(record => record.object === 'contact'));
    expect(people.sort()).toEqual(known.map(record => record.email).sort());
    for (const row of crmsOf(sandbox).hubspot.portal.live('feedback_submissions')) {
      expect(crmsOf(sandbox).hubspot.portal.links.of('feedback_submissions', row.id, 'contacts')).toHaveLength(1);
    }
  });

  it('leaves no server behind when a port is taken', async () => {
    const first = await sandboxAt(frozen(EPOCH));
    const taken = Number(new URL(crmsOf(first).salesforce.url).port);
    const free = Number(new URL(crmsOf(first).hubspot.url).port);
    await crmsOf(first).hubspot.close();
    const second = startSandbox({ epoch: EPOCH, people: 60, ports: { hubspot: free, salesforce: taken } });
    await expect(second).rejects.toThrow(/EADDRINUSE/);
    await expect(fetch(`http://127.0.0.1:${free}`)).rejects.toThrow();
    open.length = 0;
    first.living?.stop();
    await crmsOf(first).salesforce.close();
  });

  it('goes on by itself, and stops', async () => {
    const sandbox = await startSandbox({ epoch: Date.now(), people: 60, everyMs: 5 });
    open.push(sandbox);
    while (sandbox.living!.ticks < 3) await new Promise(resolve => setImmediate(resolve));
    const url = sandbox.parts.get('hubspot')!.url;
    await sandbox.stop();
    open.length = 0;
    const ticks = sandbox.living!.ticks;
    sandbox.living!.catchUp();
    expect(sandbox.living!.ticks).toBe(ticks);
    await expect(fetch(url)).rejects.toThrow();
  });
});
