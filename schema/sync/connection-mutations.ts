// Connecting sources and taking them away.
import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, ID, Info, Mutation, Resolver } from 'type-graphql';
import { requireRole } from '../../src/base/access/require-role.ts';
import type { Context } from '../../src/base/context/context.ts';
import { badInput } from '../../src/base/errors.ts';
import { encodeId } from '../../src/base/ids.ts';
import { connect, updateConnection } from '../../src/ingest/sync/connections.ts';
import { disconnect } from '../../src/ingest/sync/disconnect.ts';
import { testConnection } from '../../src/ingest/sync/test-connection.ts';
import { readConnection } from '../../src/serve/graph/connection.read.ts';
import { connectionRef } from '../../src/serve/graph/connection-argument.ts';
import { select } from '../common/selection.ts';
import { Connection } from './connection.ts';
import { ConnectInput, ConnectionCheck, UpdateConnectionInput } from './sync-inputs.ts';

const WHICH = { description: 'The connection, by id or key.' };

@Resolver()
export class ConnectionMutations {
  @Mutation(() => Connection, {
    description: 'Connects a source. It asks the source nothing yet: see `testConnection`. Needs the role ADMIN.',
  })
  async connect(
    @Arg('input', () => ConnectInput, { description: 'The new connection.' }) input: ConnectInput,
    @Ctx() ctx: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    requireRole(ctx, 'ADMIN');
    const { id } = await connect(ctx, { ...input, config: object('config', input.config) });
    return readConnection(ctx, encodeId('connection', id), select(info));
  }

  @Mutation(() => ConnectionCheck, { description: 'Asks the source whether it lets us in. Needs the role OPERATOR.' })
  testConnection(@Arg('id', () => ID, WHICH) id: string, @Ctx() ctx: Context): Promise<ConnectionCheck> {
    requireRole(ctx, 'OPERATOR');
    return testConnection(ctx, connectionRef('id', id)) as Promise<ConnectionCheck>;
  }

  @Mutation(() => Connection, { description: 'Changes a connection. Needs the role OPERATOR, for its settings ADMIN.' })
  async updateConnection(
    @Arg('id', () => ID, WHICH) id: string,
    @Arg('input', () => UpdateConnectionInput, { description: 'What to change.' }) input: UpdateConnectionInput,
    @Ctx() ctx: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    requireRole(ctx, input.config == null ? 'OPERATOR' : 'ADMIN');
    const connection = await updateConnection(ctx, connectionRef('id', id), {
      ...input,
      config: input.config == null ? null : object('config', input.config),
    });
    return readConnection(ctx, encodeId('connection', connection.id), select(info));
  }

  @Mutation(() => ID, {
    description: 'Takes a connection away and forgets its credentials. Gives its id. Needs the role ADMIN.',
  })
  async disconnect(
    @Arg('id', () => ID, WHICH) id: string,
    @Arg('deleteData', () => Boolean, {
      defaultValue: false,
      description:
        'True also deletes all that came through it, but a survey that others recorded answers to stays, as theirs. Up to some 10,000 records are gone with the answer; the rest is deleted afterwards, and the connection has the status DELETING until they are gone. What was disconnected without it may be disconnected once more with it.',
    })
    deleteData: boolean,
    @Ctx() ctx: Context,
  ): Promise<string> {
    requireRole(ctx, 'ADMIN');
    const connection = await disconnect(ctx, connectionRef('id', id), deleteData);
    return encodeId('connection', connection.id);
  }
}

function object(field: string, value: unknown): Record<string, unknown> {
  if (value !== null && typeof value === 'object' && !Array.isArray(value)) return { ...value };
  throw badInput(field, `"${field}" must be an object, such as {"name": "value"}.`);
}
