// What people read when a source cannot be reached.
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { exchange, TransportError, wordsOf } from '../../../connectors/kit/http.ts';

test('a closed port and an unknown name are told with address and remedy, the path is not', async () => {
  const closed = await closedPort();
  for (const [url, words] of [
    [`http://127.0.0.1:${closed}/secret`, `connect ECONNREFUSED 127.0.0.1:${closed}`],
    ['http://nobody.invalid/secret', 'nobody.invalid'],
  ] as const) {
    const error = await exchange({ url }).catch(error => error);
    expect(error).toBeInstanceOf(TransportError);
    const told = wordsOf('Acme', error);
    expect(told).toContain(words);
    expect(told).toMatch(/^Acme cannot be reached \(.*\); check its address and the network$/);
    expect(told).not.toContain('secret');
  }
});

test('an answer that broke off is no wrong address', () => {
  expect(wordsOf('Acme', new TransportError('body larger than 5 bytes', 200))).toBe(
    "Acme's answer cannot be used: body larger than 5 bytes",
  );
});

function closedPort(): Promise<number> {
  const server = createServer();
  return new Promise(resolve => {
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
