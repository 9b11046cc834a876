// A request from its first statement to its last: who asks, what it may take, and what ends it.
import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ApolloServerPlugin } from '@apollo/server';
import type { Viewer } from '../../base/access/viewer.ts';
import { Budget } from '../../base/context/budget.ts';
import type { Context } from '../../base/context/context.ts';
import { Line, Lines } from '../../base/database/line.ts';
import type { RequestBounds, Turn } from '../../base/database/request-sql.ts';
import type { Sql } from '../../base/database/sql.ts';
import { Deadline } from './deadline.ts';
import type { RequestLimits } from './request-limits.ts';

/** What a request has of its own. */
export interface RequestOwn {
  readonly sql: Sql;
  readonly budget: Budget;
  /** Ends what is read through the entity mapper. */
  readonly signal: AbortSignal;
}

/** What a program that serves requests has for them. */
export interface RequestSource {
  requestSql(bounds: RequestBounds): Sql;
  /** Made anew for each request. */
  context(viewer: Viewer, own: RequestOwn): Context;
}

export interface OpenRequest {
  readonly context: Context;
  /** Told once, before anything is read. Until then it is taken for a query. */
  begin(kind: OperationKind): void;
  /** Its client does not wait any more: what is read for it ends, what it changes is done nevertheless. */
  abandon(): void;
  /** It is answered: where one field failed, others may still be at work. */
  end(): void;
}
export type OperationKind = 'query' | 'mutation' | 'subscription' | 'export';

/** Requests of one server. */
export interface Requests {
  /** `address` is the caller's. */
  open(viewer: Viewer, address: string): OpenRequest;
  /** Resolves when nothing is being changed any more, or after a while. */
  settled(): Promise<void>;
}

/** How long a server that stops waits for mutations under way. */
const PATIENCE_MS = 5_000;

export function createRequests(source: RequestSource, limits: RequestLimits): Requests {
  const callers = new Lines(limits.perCaller, limits.waiting);
  /** Mutations under way, each with what tells that it is over. */
  const changing = new Map<OpenRequest, PromiseWithResolvers<void>>();
  const open = (viewer: Viewer, address: string): OpenRequest => {
    const queryMs = limits.queryMs[viewer.role];
    const own = new Line(limits.perRequest, Number.POSITIVE_INFINITY);
    const deadline = new Deadline(queryMs);
    const { signal } = deadline;
    let kind: OperationKind = 'query';
    const bounds: RequestBounds = {
      turn: () => (kind === 'subscription' ? turnOf(signal, queryMs) : { signal, end: () => undefined }),
      async enter(turn) {
        const leaveOwn = await own.enter(turn);
        try {
          const leave = await callers.enter(`${viewer.name} ${address}`, turn);
          return () => {
            leave();
            leaveOwn();
          };
        } catch (error) {
          leaveOwn();
          throw error;
        }
      },
    };
    const budget = new Budget(limits.answer);
    const context: Context & { [REQUEST]?: OpenRequest } = {
      ...source.context(viewer, { sql: source.requestSql(bounds), budget, signal }),
      // Answers that follow one another are one answer each.
      get budget() {
        return kind === 'subscription' ? new Budget(limits.answer) : budget;
      },
    };
    const request: OpenRequest = {
      context,
      begin(told) {
        kind = told;
        if (kind === 'mutation') {
          deadline.extend(limits.mutationMs);
          changing.set(request, Promise.withResolvers());
        }
        if (kind === 'subscription') deadline.extend(null);
        if (kind === 'export') deadline.extend(limits.exportMs);
      },
      abandon() {
        if (kind !== 'mutation') deadline.end();
      },
      end() {
        deadline.end();
        changing.get(request)?.resolve();
        changing.delete(request);
      },
    };
    context[REQUEST] = request;
    return request;
  };
  return {
    open,
    async settled() {
      const all = Promise.all([...changing.values()].map(({ promise }) => promise));
      const late = new AbortController();
      await Promise.race([all, sleep(PATIENCE_MS, undefined, { signal: late.signal }).catch(() => undefined)]);
      late.abort();
    },
  };
}

/** One reading of a subscription, which itself has no end but its client's. */
function turnOf(outer: AbortSignal, limitMs: number): Turn {
  const deadline = new Deadline(limitMs);
  return { signal: AbortSignal.any([outer, deadline.signal]), end: () => deadline.end() };
}

/** Part of the context, because Apollo copies that. */
const REQUEST = Symbol('request');

/** The request that a context was made for. */
export function requestOf(context: { readonly [REQUEST]?: OpenRequest }): OpenRequest | undefined {
  return context[REQUEST];
}

/** What is read ends when the client leaves before it has its answer. */
export function abandonWithResponse(request: OpenRequest, response: ServerResponse): void {
  response.once('close', () => {
    if (!response.writableFinished) request.abandon();
  });
}

/** Only now it is known what kind of operation it is, and when it is over. */
export const beginRequests: ApolloServerPlugin<Context> = {
  async requestDidStart() {
    return {
      async didResolveOperation({ operation, contextValue }) {
        requestOf(contextValue as { [REQUEST]?: OpenRequest })?.begin(operation!.operation as OperationKind);
      },
      async willSendResponse({ contextValue }) {
        requestOf(contextValue as { [REQUEST]?: OpenRequest })?.end();
      },
    };
  },
};
