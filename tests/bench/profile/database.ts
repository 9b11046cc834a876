// The tables behind the profiles, filled by a real sync; and a copy of them as PostGraphile likes it.
import type { Bench } from '../bench.ts';
import type { BenchConnection } from '../source.program.ts';
import { profileMix } from '../support/mix.ts';
import { SHOWN_PROVENANCE } from './postgraphile-query.ts';
import { LIMIT, POSTGRAPHILE } from './targets.ts';

/** For ten countries, so that each has four times the people of one reply. */
const PEOPLE = 2000;

export async function fillDatabases({ server, start }: Bench): Promise<void> {
  const programs = [await start('./source.program'), await start('./sync/worker.program')] as const;
  const [source, worker] = programs;
  const url = await server.create(LIMIT.database);
  const connections = await source.call<BenchConnection[]>('start', profileMix(PEOPLE));
  await worker.call('sync', { url, connections });
  await Promise.all(programs.map(program => program.stop()));
  await server.query(LIMIT.database, 'vacuum analyze');
  await server.create(POSTGRAPHILE.database, LIMIT.database);
  for (const statement of [...RELATIONS, SHOWN_PROVENANCE]) await server.query(POSTGRAPHILE.database, statement);
  await server.query(POSTGRAPHILE.database, 'analyze');
  await server.checkpoint();
}

/** We declare no foreign keys, because records come in any order; smart tags tell PostGraphile of them. */
const RELATIONS = [
  `comment on table customer is E'@foreignKey (account_id) references account (id)'`,
  `comment on table interaction is E'@foreignKey (customer_id) references customer (id)'`,
  `comment on table survey_response is E'@foreignKey (customer_id) references customer (id)'`,
  `comment on table survey_answer is E'@foreignKey (response_id) references survey_response (id)\\n@foreignKey (question_id) references survey_question (id)'`,
];
