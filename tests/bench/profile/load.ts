// Sends a fixed number of requests over kept-alive connections, so many at a time, and checks every reply.
import { Agent, request } from 'node:http';

export interface LoadResult {
  readonly ms: number;
  /** Of each request, in ms. */
  readonly latencies: readonly number[];
}

export interface Request {
  readonly url: string;
  readonly key: string;
  readonly body: string;
}

export const CONCURRENCY = 16;

/** The n-th request is `requests[n % length]`, and must be answered by exactly those bytes. Throws when one is not. */
export async function sendLoad(
  requests: readonly Request[],
  expected: readonly Buffer[],
  count: number,
): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONCURRENCY });
  const latencies: number[] = [];
  let next = 0;
  const work = async () => {
    while (next < count) {
      const n = next++ % requests.length;
      const start = performance.now();
      const reply = await post(agent, requests[n]!);
      latencies.push(performance.now() - start);
      if (!reply.equals(expected[n]!)) throw new Error(`another reply than before: ${reply.subarray(0, 500)}`);
    }
  };
  const start = performance.now();
  try {
    await Promise.all(Array.from({ length: CONCURRENCY }, work));
  } finally {
    agent.destroy();
  }
  return { ms: performance.now() - start, latencies };
}

/** The body; throws unless the status is 200. */
export function post(agent: Agent, { url, key, body }: Request): Promise<Buffer> {
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    accept: 'application/json',
    authorization: `Bearer ${key}`,
  };
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', agent, headers }, response => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const reply = Buffer.concat(chunks);
        if (response.statusCode === 200) resolve(reply);
        else reject(new Error(`status ${response.statusCode}: ${reply.subarray(0, 2000)}`));
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
