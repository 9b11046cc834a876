// The columnar copy, byte by byte, as the facts it stands for: read without any of our own code.
import type { Sql } from '../../../src/base/database/sql.ts';
import type { StoredFact } from './facts.ts';

interface Chunk {
  readonly kind: string;
  readonly month: Date;
  readonly signed: number;
  readonly facts: number;
  readonly hundredths: number;
  readonly at: Buffer;
  readonly amounts: Buffer | null;
  readonly [column: string]: unknown;
}

const IDS = {
  subject: 'subject',
  survey_id: 'survey',
  connection_id: 'connection',
  account_id: 'account',
  case_id: 'case',
};
const NAMES = {
  channel: 'channel',
  touchpoint: 'touchpoint',
  country: 'country',
  lifecycle_stage: 'stage',
  language: 'language',
} as const;

/** One line for each fact that is left once what was taken away is taken away. */
export async function storedChunks(sql: Sql): Promise<string[]> {
  const codes = await sql.query<{ code: number; name: string }>('select code, name from metric_code');
  const names = new Map(codes.map(({ code, name }) => [code, name]));
  const counts = new Map<string, number>();
  for (const chunk of await sql.query<Chunk>('select * from metric_chunk'))
    for (let i = 0; i < chunk.facts; i++) {
      const number = (column: string) => (chunk[column] as Buffer | null)?.readInt32BE(4 * i) ?? 0;
      const outcome = names.get(number('outcome'))!;
      const bin = Number(outcome.split(' ', 1)[0]);
      const value = [0, bin / 100][chunk.hundredths] ?? chunk.amounts!.readDoubleBE(8 * i);
      const ids = Object.keys(IDS).map(column => number(column));
      const texts = Object.keys(NAMES).map(column => (number(column) === 0 ? null : names.get(number(column))));
      const at = chunk.month.getTime() + chunk.at.readInt32BE(4 * i) + 2 ** 31;
      const line = JSON.stringify([chunk.kind, at, value, outcome, ...ids, ...texts]);
      counts.set(line, (counts.get(line) ?? 0) + chunk.signed);
    }
  return lines(counts);
}

export function plainChunks(facts: readonly StoredFact[]): string[] {
  const counts = new Map<string, number>();
  for (const fact of facts) {
    const ids = Object.values(IDS).map(name => fact[name as keyof StoredFact] ?? 0);
    const texts = Object.values(NAMES).map(name => fact[name]);
    const outcome = `${fact.bin} ${fact.sign} ${fact.unit}`;
    const line = JSON.stringify([fact.kind, fact.at, fact.value, outcome, ...ids, ...texts]);
    counts.set(line, (counts.get(line) ?? 0) + 1);
  }
  return lines(counts);
}

function lines(counts: ReadonlyMap<string, number>): string[] {
  return [...counts].flatMap(([line, count]) => (count === 0 ? [] : [`${count} × ${line}`])).sort();
}
