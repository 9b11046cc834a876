// Another client of the server, in a program of its own: asks for one profile again and again, and tells how long it waits.
import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

const PAUSE_MS = 15;
/** What got no answer counts as having waited so long. */
const LOST_MS = 20_000;

export interface Order {
  readonly url: string;
  readonly authorization: string;
  readonly query: string;
  readonly localAddress: string;
}

const order = JSON.parse(process.argv[2]!) as Order;
const body = JSON.stringify({ query: order.query });
const agent = new Agent({ keepAlive: true, maxSockets: 1, localAddress: order.localAddress });
let waits: number[] = [];

process.on('message', () => {
  process.send!(waits);
  waits = [];
});
process.on('disconnect', () => process.exit(0));

async function askOnce(): Promise<number> {
  const started = performance.now();
  try {
    const sent = request(order.url, {
      method: 'POST',
      agent,
      headers: { 'content-type': 'application/json', authorization: order.authorization },
      signal: AbortSignal.timeout(LOST_MS),
    });
    sent.end(body);
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    let text = '';
    for await (const chunk of response) text += chunk;
    return text.startsWith('{"data":{"customer":{') ? performance.now() - started : LOST_MS;
  } catch {
    return LOST_MS;
  }
}

while (process.connected) {
  waits.push(await askOnce());
  await sleep(PAUSE_MS);
}
