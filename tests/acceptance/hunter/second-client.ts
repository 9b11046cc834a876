// How long another client waits while something goes on.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { FROM_SOURCES } from '../../support/cli.ts';
import type { Order } from './second-client.program.ts';
import type { Target } from './sender.ts';

export interface SecondClient {
  /** The 95th percentile of its waits, in milliseconds, from now until `what` is over, `forMs` at least. */
  p95During(what: () => Promise<unknown>, forMs: number): Promise<number>;
  stop(): void;
}

const PROGRAM = fileURLToPath(new URL('second-client.program.ts', import.meta.url));

export function startSecondClient(target: Target, customer: string): SecondClient {
  const query = `{ customer(by: {id: "${customer}"}) { id displayName email } }`;
  const order: Order = { url: target.url, authorization: target.authorization, query, localAddress: '127.0.0.2' };
  const child = fork(PROGRAM, [JSON.stringify(order)], { execArgv: [...FROM_SOURCES] });
  const take = async (): Promise<number[]> => {
    const answer = once(child, 'message');
    child.send('waits');
    return (await answer)[0] as number[];
  };
  return {
    async p95During(what, forMs) {
      await take();
      await Promise.all([what(), sleep(forMs)]);
      const waits = await take();
      // One that still waits is none of these: it counts as the next one's.
      while (waits.length === 0) {
        await sleep(100);
        waits.push(...(await take()));
      }
      return waits.sort((a, b) => a - b)[Math.floor(waits.length * 0.95)]!;
    },
    stop: () => child.disconnect(),
  };
}
