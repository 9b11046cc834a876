// `bench profile`: the 360-profile query of several servers, one process each, in turns, over the same rows.
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { Agent } from 'node:http';
import { join } from 'node:path';
import { type Bench, inBench } from '../bench.ts';
import type { BenchServer } from '../database.ts';
import { familyCpuMs, median, percentile } from '../measure.ts';
import type { Program } from '../program.ts';
import { fillDatabases } from './database.ts';
import { type LoadResult, post, type Request, sendLoad } from './load.ts';
import { PACKAGES } from './postgraphile-place.ts';
import { checkSize, type ProfileReply, VARIABLES } from './query.ts';
import type { Start, Started, Target } from './target.ts';
import { expectSame, LIMIT, OURS, PLAIN, POSTGRAPHILE } from './targets.ts';

export interface ProfileResult {
  readonly name: string;
  /** Median over the turns. */
  readonly requestsPerSecond: number;
  /** Over all requests. */
  readonly p99Ms: number;
  /** Of the server's process. */
  readonly cpuMsPerRequest: number;
  /** Of all processes of PostgreSQL; null where it cannot be known. */
  readonly postgresCpuMsPerRequest: number | null;
  readonly statementsPerRequest: number;
  /** Time that PostgreSQL spends in them. */
  readonly sqlMsPerRequest: number;
  readonly replyBytes: number;
}

export interface ProfileReport {
  readonly results: readonly ProfileResult[];
  /** Requests per second of ours divided by the other's; null where PostGraphile is not installed. */
  readonly ratios: { readonly limit: number; readonly plain: number; readonly postgraphile: number | null };
}

const POOL = 10;
const WARM_UP = 200;
const REQUESTS = 100;
/** Short turns, so that whatever else the machine does meets all alike. */
const TURNS_PER_ROUND = 3;

interface Running {
  readonly target: Target;
  readonly program: Program;
  readonly requests: readonly Request[];
  readonly expected: readonly Buffer[];
  readonly rounds: Round[];
}

interface Round extends LoadResult {
  readonly cpuMs: number;
  readonly postgresCpuMs: number | null;
  readonly statements: number;
  readonly sqlMs: number;
}

export function benchProfile(rounds: number): Promise<ProfileReport> {
  return inBench(async bench => {
    await fillDatabases(bench);
    const installed = existsSync(join(PACKAGES, 'node_modules', 'postgraphile'));
    const running: Running[] = [];
    for (const target of installed ? [LIMIT, OURS, PLAIN, POSTGRAPHILE] : [LIMIT, OURS, PLAIN])
      running.push(await start(bench, target));
    compareContents(running);
    for (const one of running) await sendLoad(one.requests, one.expected, WARM_UP);
    for (let turn = 0; turn < rounds * TURNS_PER_ROUND; turn++)
      for (const one of running) one.rounds.push(await measure(bench.server, one));
    return reportOf(running);
  });
}

async function start({ server, start: run }: Bench, target: Target): Promise<Running> {
  const program = await run(target.program);
  const key = randomBytes(24).toString('base64url');
  const started = await program.call<Started>('start', {
    url: server.url(target.database),
    poolSize: POOL,
    key,
    compile: target.compile,
  } satisfies Start);
  const requests = VARIABLES.map(variables => ({
    url: started.url,
    key,
    body: JSON.stringify({ query: target.query, variables }),
  }));
  const agent = new Agent();
  const expected: Buffer[] = [];
  for (const request of requests) expected.push(await post(agent, request));
  agent.destroy();
  return { target, program, requests, expected, rounds: [] };
}

/** All must say the same, and what they say must be what is to be measured. */
function compareContents(running: readonly Running[]): void {
  const contents = running.map(({ target, expected }) =>
    expected.map(reply => target.normalize(JSON.parse(reply.toString()))),
  );
  for (const reply of contents[0]!) checkSize(reply as ProfileReply);
  for (const [n, replies] of contents.entries())
    for (const [i, reply] of replies.entries()) expectSame(running[n]!.target.name, contents[0]![i], reply);
}

async function measure(server: BenchServer, { target, program, requests, expected }: Running): Promise<Round> {
  await server.query(target.database, 'select pg_stat_statements_reset()');
  const before = await program.usage();
  const postgresBefore = familyCpuMs(server.pid);
  const load = await sendLoad(requests, expected, REQUESTS);
  const after = await program.usage();
  const postgresAfter = familyCpuMs(server.pid);
  const postgresCpuMs = postgresBefore === null || postgresAfter === null ? null : postgresAfter - postgresBefore;
  const [sql] = await server.query<{ calls: number; ms: number }>(
    target.database,
    `select sum(calls)::int as calls, sum(total_exec_time) as ms from pg_stat_statements
     where dbid = (select oid from pg_database where datname = current_database()) and query not like '%pg_stat_statements%'`,
  );
  return { ...load, cpuMs: after.cpuMs - before.cpuMs, postgresCpuMs, statements: sql!.calls, sqlMs: sql!.ms };
}

function reportOf(running: readonly Running[]): ProfileReport {
  const results = running.map(({ target, rounds, expected }) => ({
    name: target.name,
    requestsPerSecond: median(rounds.map(({ ms }) => (REQUESTS / ms) * 1000)),
    p99Ms: percentile(
      rounds.flatMap(({ latencies }) => latencies),
      99,
    ),
    cpuMsPerRequest: median(rounds.map(({ cpuMs }) => cpuMs / REQUESTS)),
    postgresCpuMsPerRequest: rounds.some(round => round.postgresCpuMs === null)
      ? null
      : median(rounds.map(({ postgresCpuMs }) => postgresCpuMs! / REQUESTS)),
    statementsPerRequest: median(rounds.map(({ statements }) => statements / REQUESTS)),
    sqlMsPerRequest: median(rounds.map(({ sqlMs }) => sqlMs / REQUESTS)),
    replyBytes: median(expected.map(reply => reply.length)),
  }));
  const [limit, ours, plain, postgraphile] = results;
  const against = (other: ProfileResult) => ours!.requestsPerSecond / other.requestsPerSecond;
  const ratios = {
    limit: against(limit!),
    plain: against(plain!),
    postgraphile: postgraphile ? against(postgraphile) : null,
  };
  return { results, ratios };
}
