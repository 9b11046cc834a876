// The GraphQL endpoint over HTTP: Apollo around our schema, its limits and its errors.
import { ApolloServer, HeaderMap } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled } from '@apollo/server/plugin/disabled';
import type { GraphQLError, GraphQLFormattedError, GraphQLSchema } from 'graphql';
import { createSchema } from '../../../schema/create-schema.ts';
import type { Context } from '../../base/context/context.ts';
import type { Log } from '../../base/log.ts';
import type { Operations } from '../export/pages.ts';
import { maySuggest, requestProblems } from './check-request.ts';
import { createDocumentStore } from './documents.ts';
import { type Compile, createExecutor } from './execute.ts';
import { formatError } from './format-error.ts';
import { MAX_TOKENS } from './limits.ts';
import { refuseSubscriptions } from './refuse-subscriptions.ts';
import { beginRequests } from './requests.ts';
import { createOperations } from './run-operation.ts';

export interface GraphqlOptions {
  readonly compile?: Compile;
}

export async function createGraphql(
  log: Log,
  { compile }: GraphqlOptions = {},
): Promise<{ schema: GraphQLSchema; apollo: ApolloServer<Context> }> {
  const schema = createSchema();
  const format = (error: GraphQLError) => formatError(log, error.toJSON(), error);
  const apollo = new ApolloServer<Context>({
    gateway: gatewayOf(schema, compile),
    introspection: true,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    stopOnTerminationSignals: false,
    includeStacktraceInErrorResponses: false,
    documentStore: createDocumentStore(),
    parseOptions: { maxTokens: MAX_TOKENS },
    // `checked` validates, after the size of what is to be validated was checked.
    dangerouslyDisableValidation: true,
    logger: {
      debug() {},
      info() {},
      warn: message => log.warn(String(message)),
      error: message => log.error(String(message)),
    },
    formatError: (formatted, error) => formatError(log, formatted, error),
    // Its default asks every field for a cache hint, which costs more than reading the field.
    plugins: [ApolloServerPluginCacheControlDisabled(), refuseSubscriptions, beginRequests, checked(schema, format)],
  });
  await apollo.start();
  return { schema, apollo };
}

/** For a program without a server: what it asks is checked and told as if it came over HTTP. */
export function localOperations(log: Log): Operations {
  return createOperations(createSchema(), log);
}

type Options = ConstructorParameters<typeof ApolloServer<Context>>[0];
type Gateway = NonNullable<Extract<Options, { gateway: unknown }>['gateway']>;

/** Apollo lets another executor in only where a gateway would be. */
function gatewayOf(schema: GraphQLSchema, compile: Compile | undefined): Gateway {
  const run = createExecutor(schema, compile);
  return {
    onSchemaLoadOrUpdate(callback) {
      callback({ apiSchema: schema, coreSupergraphSdl: '' });
      return () => undefined;
    },
    load: async () => ({
      executor: ({ document, source, request, context }) =>
        run({
          document,
          source,
          operationName: request.operationName,
          variables: request.variables,
          context,
        }) as ReturnType<NonNullable<Awaited<ReturnType<Gateway['load']>>['executor']>>,
    }),
    stop: async () => undefined,
  };
}

/** Answers requests that must not run. */
function checked(
  schema: GraphQLSchema,
  format: (error: GraphQLError) => GraphQLFormattedError,
): NonNullable<Options['plugins']>[number] {
  return {
    async requestDidStart() {
      return {
        async responseForOperation({ document, request, contextValue }) {
          const { operationName, variables } = request;
          const problems = requestProblems(schema, {
            document,
            operationName,
            variables,
            suggest: maySuggest(contextValue.viewer),
          });
          if (problems.length === 0) return null;
          return {
            http: { status: 400, headers: new HeaderMap() },
            body: { kind: 'single', singleResult: { errors: problems.map(format) } },
          };
        },
      };
    },
  };
}
