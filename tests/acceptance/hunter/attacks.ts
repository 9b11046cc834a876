// Attacks that were seen to stop the server once, each by its line of the table in reliability.md.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import WebSocket from 'ws';
import type { Hunted } from './hunted.ts';
import type { Request } from './requests.ts';
import type { Sender, Sent } from './sender.ts';

export const requestOf = (document: string, variables?: unknown): Request => ({
  about: document.slice(0, 80),
  group: '',
  operation: 'query',
  document,
  variables: variables === undefined ? '' : JSON.stringify(variables),
  unequal: false,
});

/** Answers to what was sent; none for attacks that wait for none. */
export type Attack = (hunted: Hunted, sender: Sender, until: () => boolean) => Promise<Sent[]>;

/** Fragments that each name the one before twice: 2^depth fields when spread. At the top, and below it with directives. */
export function doublingFragments(depth: number): string[] {
  const chain = (type: string, leaf: string, directive = '') => [
    `fragment f0 on ${type}{${leaf}}`,
    ...Array.from({ length: depth }, (_, n) => `fragment f${n + 1} on ${type}{...f${n}${directive} ...f${n}}`),
  ];
  return [
    [`{...f${depth}}`, ...chain('Query', '__typename')],
    [`{customers(first:1){nodes{...f${depth}}}}`, ...chain('Customer', 'id')],
    [`query($y:Boolean=true){customers(first:1){nodes{...f${depth}}}}`, ...chain('Customer', 'id', '@include(if:$y)')],
  ].map(parts => parts.join(''));
}

/** Twenty wrong values after 40 kB that a pattern may try from each character. */
export function twentyErrors(filler: string): string {
  const wrong = Array.from({ length: 20 }, (_, n) => `WRONG${n}`).join(' ');
  return `{ # ${filler}\n customers(first: 1, where: {lifecycleStage: [${wrong}]}) { __typename } }`;
}

/** A rule of fifty chains, each of what followed what. */
export const CHAINS = {
  document: 'query ($rule: SegmentRule!) { customers(first: 3, where: {rule: $rule}) { nodes { id } } }',
  variables: {
    rule: {
      any: Array.from({ length: 50 }, (_, n) => ({
        interaction: {
          count: { gte: n + 1 },
          // biome-ignore lint/suspicious/noThenProperty: a field of the API.
          then: { within: `P${n + 1}D`, count: { eq: 0 }, then: { kind: 'SUPPORT_CASE', within: 'P7D' } },
        },
      })),
    },
  },
};
export const SEARCH = `query ($s: String!) { customers(first: 3, search: $s) { nodes { id } } accounts(first: 3, search: $s) { nodes { id } } }`;
const growthOf = (during: string) =>
  `{ ${['a', 'b', 'c'].map(name => `${name}: segments { growth(during: ${during}, every: DAY) { start entered left size } }`).join(' ')} }`;
export const GROWTH = growthOf('{from: "2025-01-01", to: "2025-12-31"}');

/** Sends the same again and again, one after the other. */
const again =
  (...requests: readonly Request[]): Attack =>
  async (_hunted, sender, until) => {
    const answers: Sent[] = [];
    for (let n = 0; n === 0 || !until(); n++) {
      answers.push(await sender.send(requests[n % requests.length]!));
      await sleep(5);
    }
    return answers;
  };

export const ATTACKS: Readonly<Record<string, Attack>> = {
  'nested fragments': again(
    ...[18, 23, 30].flatMap(doublingFragments).flatMap(document => [requestOf(document), requestOf(document)]),
  ),
  'twenty errors in 41 kB': again(
    requestOf(twentyErrors('a'.repeat(40_000))),
    requestOf(twentyErrors(' '.repeat(40_000))),
    requestOf(twentyErrors('a: [ '.repeat(8_000))),
  ),
  'a rule of 50 chains': again(requestOf(CHAINS.document, CHAINS.variables)),
  'a search word of 96 kB': again(
    requestOf(SEARCH, { s: 'x'.repeat(96_000) }),
    requestOf(SEARCH, { s: 'ab '.repeat(32_000) }),
    requestOf(SEARCH, { s: '%_'.repeat(10_000) }),
  ),
  'growth by day over 300 segments': again(requestOf(GROWTH)),
  'a period that is refused, in each of 900 fields': again(
    requestOf(growthOf('{from: "1970-01-01", to: "2026-01-01"}')),
  ),
  'an error in each of 300 fields': again(requestOf('{ segments { explain(customer: "customer_0") { holds } } }')),
  '1,000 sockets': holding(1_000, openSocket),
  '3,000 subscriptions': subscriptions,
  'a reader that stops reading': slowReader,
  '1,500 half-open requests': holding(1_500, halfOpen),
};

/** Opens so many, some at a time, and holds them to the end. */
function holding(n: number, open: (hunted: Hunted) => Promise<{ destroy(): void }>): Attack {
  return async (hunted, _sender, until) => {
    const held: { destroy(): void }[] = [];
    const queue = Array.from({ length: n }).values();
    const walk = async () => {
      for (const _ of queue) {
        if (until()) return;
        // Refused is as good as any.
        const one = await open(hunted).catch(() => null);
        if (one) held.push(one);
        await sleep(10);
      }
    };
    await Promise.all(Array.from({ length: 8 }, walk));
    while (!until()) await sleep(50);
    for (const one of held) one.destroy();
    return [];
  };
}

async function openSocket({ url, authorization }: Hunted): Promise<{ destroy(): void }> {
  const socket = new WebSocket(url.replace('http', 'ws'), 'graphql-transport-ws', { handshakeTimeout: 2_000 });
  socket.on('error', () => undefined);
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization } }));
  return { destroy: () => socket.terminate() };
}

/** A request whose body never comes to its end. */
async function halfOpen({ url, authorization }: Hunted): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  const headers = [
    'host: x',
    'content-type: application/json',
    'content-length: 1000',
    `authorization: ${authorization}`,
  ];
  socket.write(`POST /graphql HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n{"query"`);
  return socket;
}

async function subscriptions(hunted: Hunted, _sender: Sender, until: () => boolean): Promise<Sent[]> {
  const held: WebSocket[] = [];
  const query = 'subscription { alertOpened { id } }';
  for (let n = 0; n < 30 && !until(); n++) {
    const socket = new WebSocket(hunted.url.replace('http', 'ws'), 'graphql-transport-ws', { handshakeTimeout: 2_000 });
    socket.on('error', () => undefined);
    await once(socket, 'open').catch(() => null);
    if (socket.readyState !== WebSocket.OPEN) continue;
    held.push(socket);
    socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: hunted.authorization } }));
    await once(socket, 'message').catch(() => null);
    for (let id = 0; id < 100 && socket.readyState === WebSocket.OPEN; id++) {
      socket.send(JSON.stringify({ id: String(id), type: 'subscribe', payload: { query } }));
      await sleep(1);
    }
  }
  while (!until()) await sleep(50);
  for (const socket of held) socket.terminate();
  return [];
}

/** Asks for large answers and takes none of them. */
async function slowReader({ url, authorization }: Hunted, _sender: Sender, until: () => boolean): Promise<Sent[]> {
  const { hostname, port } = new URL(url);
  const query =
    '{ customers(first: 100) { nodes { id emails interactions(first: 50) { nodes { id subject body sourceRecords { payload } } } } } }';
  const body = JSON.stringify({ query });
  const headers = [
    'host: 127.0.0.1',
    'content-type: application/json',
    `content-length: ${body.length}`,
    `authorization: ${authorization}`,
  ];
  const sockets: Socket[] = [];
  for (let n = 0; n < 10; n++) {
    const socket = connect(Number(port), hostname);
    socket.on('error', () => undefined);
    socket.pause();
    socket.write(`POST /graphql HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n${body}`);
    sockets.push(socket);
    await sleep(200);
  }
  while (!until()) await sleep(50);
  for (const socket of sockets) socket.destroy();
  return [];
}
