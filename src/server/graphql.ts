// The GraphQL endpoint over HTTP: Apollo around our schema, its limits and its errors.
import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled } from '@apollo/server/plugin/disabled';
import type { GraphQLSchema } from 'graphql';
import { createSchema } from '../../schema/create-schema.ts';
import type { Context } from '../context.ts';
import type { Log } from '../log.ts';
import { formatError } from './format-error.ts';
import { createJitExecutor } from './jit.ts';
import { MAX_TOKENS, requestLimits, variablesProblem } from './limits.ts';

export interface GraphqlOptions {
  /** How queries are run: `hot` compiles those that come again, `always` and `never` are for tests. */
  readonly compile?: 'hot' | 'always' | 'never';
}

export async function createGraphql(
  log: Log,
  { compile = 'hot' }: GraphqlOptions = {},
): Promise<{ schema: GraphQLSchema; apollo: ApolloServer<Context> }> {
  const schema = createSchema();
  const apollo = new ApolloServer<Context>({
    ...(compile === 'never' ? { schema } : { gateway: gatewayOf(schema, compile === 'always') }),
    introspection: true,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    stopOnTerminationSignals: false,
    includeStacktraceInErrorResponses: false,
    parseOptions: { maxTokens: MAX_TOKENS },
    validationRules: [requestLimits],
    logger: {
      debug() {},
      info() {},
      warn: message => log.warn(String(message)),
      error: message => log.error(String(message)),
    },
    formatError: (formatted, error) => formatError(log, formatted, error),
    // Its default asks every field for a cache hint, which costs more than reading the field.
    plugins: [ApolloServerPluginCacheControlDisabled(), quietForStrangers, refuseDeepVariables],
  });
  await apollo.start();
  return { schema, apollo };
}

type Options = ConstructorParameters<typeof ApolloServer<Context>>[0];
type Gateway = NonNullable<Extract<Options, { gateway: unknown }>['gateway']>;

/** Apollo lets another executor in only where a gateway would be. */
function gatewayOf(schema: GraphQLSchema, eager: boolean): Gateway {
  const run = createJitExecutor(schema, { eager });
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

const refuseDeepVariables: NonNullable<Options['plugins']>[number] = {
  async requestDidStart() {
    return {
      async didResolveOperation({ request }) {
        const problem = variablesProblem(request.variables);
        if (problem) throw problem;
      },
    };
  },
};

/** Suggestions tell names of the schema; only an administrator gets them. */
const quietForStrangers: NonNullable<Options['plugins']>[number] = {
  async requestDidStart({ contextValue }) {
    return {
      async validationDidStart() {
        return async errors => {
          if (contextValue.viewer.role === 'ADMIN') return;
          for (const error of errors ?? []) error.message = error.message.replace(/ ?Did you mean [\s\S]+\?$/, '');
        };
      },
    };
  },
};
