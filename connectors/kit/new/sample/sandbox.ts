// Sample's part of the sandbox: a guest, whose fake has some hundred rows of its own.
import type { FakeRow } from '../../fake-rows.ts';
import type { SandboxPart } from '../../sandbox-part.ts';
import { type SampleFake, startSampleFake } from './fake/index.ts';

const MINUTE = 60_000;
const CUSTOMERS = 240;
const TICKETS = 480;
const PLANS = ['free', 'team', 'company'];

export const sandbox: SandboxPart<SampleFake> = {
  async start(world, { clock, port }) {
    const fake = await startSampleFake({ rows: rowsUntil(world.now), clock, port });
    const { url, server, config, close } = fake;
    return { url, server, fake, config: { ...config, callsPerSecond: 1000 }, close };
  },
};

export function rowsUntil(now: number): Record<string, FakeRow[]> {
  return { customers: customers(now), tickets: tickets(now) };
}

function customers(now: number): FakeRow[] {
  return Array.from({ length: CUSTOMERS }, (_, n) => {
    const at = now - (CUSTOMERS - n) * 60 * MINUTE;
    const fields = {
      name: `Given${n} Family${n}`,
      email: `person${n}@sample.example`,
      phone: null,
      country: 'DE',
      plan: PLANS[n % PLANS.length]!,
      // Some have gone by now.
      ...(n % 30 === 7 ? { deleted: true } : {}),
    };
    return { id: `c${n}`, createdAt: at, modifiedAt: at + MINUTE, fields };
  });
}

function tickets(now: number): FakeRow[] {
  return Array.from({ length: TICKETS }, (_, n) => {
    const at = now - (TICKETS - n) * 20 * MINUTE;
    const solved = n % 4 !== 0;
    const fields = {
      customer_id: `c${n % CUSTOMERS}`,
      subject: `Question ${n}`,
      text: 'How does it work?',
      status: solved ? 'solved' : 'open',
      opened_at: new Date(at).toISOString(),
      solved_at: solved ? new Date(at + 10 * MINUTE).toISOString() : null,
    };
    return { id: `t${n}`, createdAt: at, modifiedAt: at + 10 * MINUTE, fields };
  });
}
