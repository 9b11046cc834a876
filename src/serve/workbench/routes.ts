// Serves the web page at /graphql and its files.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { readExamples } from './examples.ts';
import { ASSETS, builtFolder } from './place.ts';

declare module 'fastify' {
  interface FastifyReply {
    /** Answers with the web page. */
    sendPage(): FastifyReply;
  }
}

/** Nothing may come from elsewhere. The editor needs inline styles and workers made from blobs. */
const POLICY = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "worker-src 'self' blob:",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');

export async function addWorkbench(app: FastifyInstance): Promise<void> {
  const folder = builtFolder();
  const isBuilt = existsSync(join(folder, 'index.html'));
  const page = isBuilt ? readFileSync(join(folder, 'index.html'), 'utf8') : NOT_BUILT;
  if (isBuilt) {
    await app.register(fastifyStatic, {
      root: join(folder, 'assets'),
      prefix: `${ASSETS}assets/`,
      immutable: true,
      maxAge: '365d',
      decorateReply: false,
      index: false,
    });
  }
  app.get(`${ASSETS}examples.json`, () => readExamples());
  app.get('/', (_request, reply) => reply.redirect('/graphql'));
  app.decorateReply('sendPage', function (this: FastifyReply) {
    return this.type('text/html; charset=utf-8')
      .header('content-security-policy', POLICY)
      .header('x-content-type-options', 'nosniff')
      .header('referrer-policy', 'no-referrer')
      .header('cache-control', 'no-cache')
      .send(page);
  });
}

/** A browser that opens the address, not a program that asks. */
export function wantsPage(request: FastifyRequest): boolean {
  const { method, headers, query } = request;
  return method === 'GET' && (headers.accept ?? '').includes('text/html') && !(query as Record<string, unknown>).query;
}

const NOT_BUILT = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>cxgraph</title>
<body style="font: 16px/1.5 sans-serif; max-width: 40em; margin: 4em auto">
<h1>cxgraph is running</h1>
<p>The web page for queries has not been built yet. Build it with</p>
<pre>npm run build &amp;&amp; npm run workbench</pre>
<p>and start the server again. Until then, any GraphQL client can use this address:</p>
<pre>curl -s -H 'content-type: application/json' -d '{"query":"{ customers(first: 3) { totalCount nodes { displayName } } }"}' http://127.0.0.1:4000/graphql</pre>
</body>
</html>`;
