// Operations of WebSocket clients that are under way: they end when the client completes them or goes away.
import type { ExecutionArgs, GraphQLError } from 'graphql';
import { getOperationAST } from 'graphql';
import type { WebSocket } from 'ws';
import type { OperationKind } from './requests.ts';
import { type OpenRequest, requestOf } from './requests.ts';

export class SocketOperations {
  readonly #open = new WeakMap<WebSocket, Map<string, OpenRequest>>();

  /** Gives back what it gets: the operation as it will be run, or why it is not. */
  begin<T extends ExecutionArgs | GraphQLError[]>(socket: WebSocket, id: string, prepared: T): T {
    if (Array.isArray(prepared)) return prepared;
    const request = requestOf(prepared.contextValue as object);
    const operation = getOperationAST(prepared.document, prepared.operationName);
    if (!request) return prepared;
    // Refused, since it is not known which of several is meant.
    if (!operation) request.end();
    else {
      request.begin(operation.operation as OperationKind);
      this.#of(socket).set(id, request);
    }
    return prepared;
  }

  /** It is over, for whatever reason. */
  end(socket: WebSocket, id: string): void {
    const open = this.#open.get(socket);
    open?.get(id)?.end();
    open?.delete(id);
  }

  #of(socket: WebSocket): Map<string, OpenRequest> {
    const known = this.#open.get(socket);
    if (known) return known;
    const open = new Map<string, OpenRequest>();
    this.#open.set(socket, open);
    socket.once('close', () => {
      for (const request of open.values()) request.abandon();
    });
    // The protocol's own server tells nothing of a client that completes a query which is still being worked on.
    socket.on('message', data => {
      const id = completed(String(data));
      if (id !== null) open.get(id)?.abandon();
    });
    return open;
  }
}

/** The id of the operation that a message completes. */
function completed(message: string): string | null {
  // Subscriptions are large, and were read already.
  if (message.length > 1_000 || !message.includes('"complete"')) return null;
  try {
    const { type, id } = JSON.parse(message) as { type?: unknown; id?: unknown };
    return type === 'complete' && typeof id === 'string' ? id : null;
  } catch {
    return null;
  }
}
