// Lines: places are given in order, nobody waits without bound, and who leaves makes room.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Line, Lines } from '../../../../src/base/database/line.ts';

const never = new AbortController().signal;
const failure = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => null,
    (error: unknown) => error,
  );
const soon = () => new Promise(resolve => setImmediate(resolve));

describe('a line', () => {
  it('lets so many in, then one for each that leaves, first come first served', async () => {
    const line = new Line(2, 10);
    const [first, second] = [await line.enter(never), await line.enter(never)];
    const order: string[] = [];
    const third = line.enter(never).then(leave => {
      order.push('third');
      return leave;
    });
    const fourth = line.enter(never).then(leave => {
      order.push('fourth');
      return leave;
    });
    await soon();
    expect(order).toEqual([]);
    second();
    await soon();
    expect(order).toEqual(['third']);
    // Leaving twice gives back one place.
    second();
    await soon();
    expect(order).toEqual(['third']);
    first();
    for (const leave of [await third, await fourth]) leave();
    expect(line.isEmpty).toBe(true);
  });

  it('refuses those beyond its length, and says how many there may be', async () => {
    const line = new Line(1, 1);
    const leave = await line.enter(never);
    const waiting = line.enter(never);
    expect(await failure(line.enter(never))).toMatchObject({ code: 'TOO_MANY_REQUESTS', details: { limit: 2 } });
    leave();
    (await waiting)();
    (await line.enter(never))();
  });

  it('is left by one who gives up, with the reason, and nobody waits for them', async () => {
    const line = new Line(1, 10);
    const leave = await line.enter(never);
    const stop = new AbortController();
    const [gone, next] = [failure(line.enter(stop.signal)), line.enter(never)];
    stop.abort(new Error('gave up'));
    expect(await gone).toMatchObject({ message: 'gave up' });
    expect(await failure(line.enter(stop.signal))).toMatchObject({ message: 'gave up' });
    leave();
    (await next)();
    expect(line.isEmpty).toBe(true);
  });

  it('never holds more than its width, and is empty at the end, whatever happens', async () => {
    const step = fc.record({ caller: fc.constantFrom('a', 'b', 'c'), steps: fc.nat(4), stop: fc.option(fc.nat(4)) });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async steps => {
        const lines = new Lines(2, 5);
        const held = new Map<string, number>();
        let most = 0;
        await Promise.all(
          steps.map(async ({ caller, steps: pause, stop }) => {
            const given = new AbortController();
            const turnsPass = async (turns: number) => {
              for (let turn = 0; turn < turns; turn++) await soon();
            };
            if (stop !== null) void turnsPass(stop).then(() => given.abort(new Error('gave up')));
            const leave = await lines.enter(caller, given.signal).catch(() => null);
            if (!leave) return;
            held.set(caller, (held.get(caller) ?? 0) + 1);
            most = Math.max(most, held.get(caller)!);
            await turnsPass(pause);
            held.set(caller, held.get(caller)! - 1);
            leave();
          }),
        );
        expect(most).toBeLessThanOrEqual(2);
        expect(lines.size).toBe(0);
      }),
      { numRuns: 50 },
    );
  });
});
