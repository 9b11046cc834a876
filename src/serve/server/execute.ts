// Runs operations. Those that come again are compiled into functions, which run several times faster than the interpreter.
import { hash } from 'node:crypto';
import type { DocumentNode, ExecutionResult, GraphQLSchema } from 'graphql';
import { execute, GraphQLError, Source } from 'graphql';
import { type CompiledQuery, compileQuery, isCompiledQuery } from 'graphql-jit';
import { LRUCache } from 'lru-cache';
import { type Compilable, compilable } from './compilable.ts';
import { firstErrors } from './first-errors.ts';

export interface ExecutionRequest {
  readonly document: DocumentNode;
  readonly source: string;
  readonly operationName: string | null | undefined;
  readonly variables: Record<string, unknown> | undefined;
  readonly context: unknown;
}
export type Executor = (request: ExecutionRequest) => Promise<ExecutionResult>;

/** Documents whose use is counted, and compiled ones that are kept. */
const COUNTED = 500;
const KEPT = 100;
/** Compiling costs as much as running some times: what is sent twice by accident is not worth it. */
const WORTH_IT = 8;
/** After compiling, so many times as long nothing is compiled: it never takes more than a twentieth of all time. */
const REST = 19;

interface Compiled extends Pick<Compilable, 'variables'> {
  readonly query: CompiledQuery['query'];
}

/** `hot` compiles what comes again and again; `always` what can be compiled, at once, and `never` are for tests. */
export type Compile = 'hot' | 'always' | 'never';

export function createExecutor(schema: GraphQLSchema, when: Compile = 'hot'): Executor {
  const times = new LRUCache<string, number>({ max: COUNTED });
  /** `false` stands for what is not to be compiled. */
  const kept = new LRUCache<string, Compiled | false>({ max: KEPT });
  let restUntil = 0;
  const isWorthIt = (key: string, now: number): boolean => {
    const before = times.get(key) ?? 0;
    times.set(key, before + 1);
    return when === 'always' || (before + 1 >= WORTH_IT && now >= restUntil);
  };
  const compiled = (request: ExecutionRequest): Compiled | null => {
    const key = hash('sha256', `${request.operationName ?? ''}\n${request.source}`, 'base64');
    const known = kept.get(key);
    if (known !== undefined) return known || null;
    const start = performance.now();
    if (!isWorthIt(key, start)) return null;
    const fresh = compile(schema, request);
    kept.set(key, fresh ?? false);
    const end = performance.now();
    restUntil = end + REST * (end - start);
    return fresh;
  };
  return async request => {
    const query = when === 'never' ? null : compiled(request);
    const variables = query?.variables(request.variables ?? {});
    if (!query || !variables) return interpret(schema, request);
    const result: ExecutionResult = await query.query(undefined, request.context, variables);
    // It refused the variables before anything ran; the interpreter says better why.
    if (result.data === undefined) return interpret(schema, request);
    const { errors } = result;
    return errors ? { ...result, errors: usualErrors(firstErrors(errors), request.source) } : result;
  };
}

async function interpret(schema: GraphQLSchema, request: ExecutionRequest): Promise<ExecutionResult> {
  const { errors, ...result } = await execute({
    schema,
    document: request.document,
    operationName: request.operationName,
    variableValues: request.variables,
    contextValue: request.context,
  });
  return errors ? { ...result, errors: firstErrors(errors) } : result;
}

/** The compiler's errors look like graphql's own but lack parts that Apollo reads. */
function usualErrors(errors: readonly GraphQLError[], text: string): GraphQLError[] {
  const source = new Source(text);
  return errors.map(({ message, path, locations, originalError, extensions }) => {
    const positions = locations?.map(({ line, column }) => offsetOf(text, line) + column - 1);
    return new GraphQLError(message, { source, positions, path, originalError, extensions });
  });
}

/** Of the first character of a line, counted from 1. */
function offsetOf(text: string, line: number): number {
  const before = text.split(/(?<=\r\n|[\n\r])(?<!\r(?=\n))/).slice(0, line - 1);
  return before.join('').length;
}

/** Null for what it cannot compile, or should not. */
function compile(schema: GraphQLSchema, { document, operationName }: ExecutionRequest): Compiled | null {
  const known = compilable(schema, document, operationName);
  if (!known) return null;
  const query = compileQuery(schema, known.document, operationName ?? undefined);
  return isCompiledQuery(query) ? { query: query.query, variables: known.variables } : null;
}
