// Subscriptions need a WebSocket: over plain HTTP they are refused, and told where to go.
import type { ApolloServerPlugin } from '@apollo/server';
import { HeaderMap } from '@apollo/server';
import { GraphQLError } from 'graphql';
import type { Context } from '../../base/context/context.ts';

const WORDS =
  'A subscription needs a WebSocket: connect to this same address with the protocol "graphql-transport-ws".';

export const refuseSubscriptions: ApolloServerPlugin<Context> = {
  async requestDidStart() {
    return {
      async didResolveOperation({ operation }) {
        if (operation?.operation !== 'subscription') return;
        throw new GraphQLError(WORDS, { extensions: { code: 'BAD_REQUEST', http: { status: 400 } } });
      },
      /** Sent by GET it comes to an error of Apollo's first, which advises POST. */
      async didEncounterErrors({ operation, request, errors }) {
        if (operation?.operation !== 'subscription' || request.http?.method !== 'GET') return;
        for (const error of errors) {
          error.message = WORDS;
          error.extensions.http = { status: 400, headers: new HeaderMap() };
        }
      },
    };
  },
};
