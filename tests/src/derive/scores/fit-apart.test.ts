// Fitting in a program of its own: the same answer, nobody kept waiting, nothing left when it is stopped.
import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { fitApart } from '../../../../src/derive/scores/fit-apart.ts';
import type { CustomerHistory } from '../../../../src/derive/scores/lifetime/fit.ts';
import { fitLifetime } from '../../../../src/derive/scores/lifetime/fit.ts';

const customers = (n: number): CustomerHistory[] =>
  Array.from({ length: n }, (_, i) => {
    const x = i % 6;
    return { x, tx: x * (10 + (i % 17)), T: 200 + (i % 90), mean: x > 0 ? 5 + (i % 31) : null };
  });

/** Programs that this one started and that are still there. */
const running = () =>
  execFileSync('ps', ['-o', 'args=', '--ppid', String(process.pid)], { encoding: 'utf8' })
    .split('\n')
    .filter(line => line.includes('fit.program')).length;

it('gives what fitting here gives', async () => {
  expect(await fitApart(customers(300))).toEqual(fitLifetime(customers(300)));
  expect(await fitApart(customers(20))).toBeNull();
});

it('ends at once when it is stopped, and leaves no program behind', async () => {
  const stop = new AbortController();
  const fit = fitApart(customers(50_000), stop.signal);
  await expect.poll(running).toBe(1);
  stop.abort(new Error('that is enough'));
  await expect(fit).rejects.toThrow('that is enough');
  await expect.poll(running).toBe(0);
  await expect(fitApart(customers(300), stop.signal)).rejects.toThrow('that is enough');
});

it('says so when the program fails', async () => {
  await expect(fitApart([{ x: 2, tx: 9, T: 3, mean: null }])).rejects.toThrow(
    /ended with 1 and no answer.*There is no customer with 2 repeat purchases/s,
  );
});
