// HubSpot's own client, with the parts replaced that do not hold: time-outs, redirects, hidden retries, its process-wide limiter.
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Duplex } from 'node:stream';
import { Client } from '@hubspot/api-client';
import type { Config } from './config.ts';
import { BadAnswer } from './failure.ts';

interface ResponseContext {
  readonly httpStatusCode: number;
  readonly headers: Record<string, string>;
  readonly body: { text(): Promise<string> };
}

export interface Connection {
  readonly client: Client;
  /** Ends every call under way. */
  close(): void;
}

/** With an agent the client uses node:http, which follows no redirect; so the token stays with its host. */
export function connect(
  config: Config,
  onAnswer: (status: number, headers: Record<string, string>) => void,
): Connection {
  const agent = agentFor(config.baseUrl, config.timeoutSeconds * 1000);
  const client = new Client({
    accessToken: config.accessToken,
    basePath: config.baseUrl.replace(/\/$/, ''),
    httpAgent: agent,
    middleware: [
      {
        pre: context => context,
        post: async context => {
          const { httpStatusCode: status, headers, body } = context as ResponseContext;
          onAnswer(status, headers);
          // The client loses the status when an error's body is not what it expects.
          if (status < 200 || status > 299) throw new BadAnswer(status, headers, await body.text());
          return context;
        },
      },
    ],
  });
  return { client, close: () => agent.destroy() };
}

function agentFor(baseUrl: string, timeoutMs: number): HttpAgent {
  const agent = new (baseUrl.startsWith('https:') ? HttpsAgent : HttpAgent)({ keepAlive: true, timeout: timeoutMs });
  const open = new Set<Duplex>();
  const connectSocket = agent.createConnection.bind(agent);
  agent.createConnection = (options, callback) => {
    const socket = connectSocket(options, callback);
    if (!socket) return socket;
    open.add(socket);
    socket.on('timeout', () => socket.destroy(new Error('no answer in time')));
    socket.on('close', () => open.delete(socket));
    return socket;
  };
  // An idle socket may have been given a shorter time by the server's keep-alive hint.
  const reuse = agent.reuseSocket.bind(agent);
  agent.reuseSocket = (socket, request) => {
    reuse(socket, request);
    if ('setTimeout' in socket && typeof socket.setTimeout === 'function') socket.setTimeout(timeoutMs);
  };
  const destroy = agent.destroy.bind(agent);
  agent.destroy = () => {
    for (const socket of open) socket.destroy(new Error('connection closed'));
    destroy();
  };
  return agent;
}
