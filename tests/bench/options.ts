// What the command line of the benchmark may say.
import { parseArgs } from 'node:util';

export const PARTS = ['sync', 'memory', 'profile', 'metrics', 'import', 'segments', 'export'] as const;
export type Part = (typeof PARTS)[number];

export interface Options {
  readonly parts: readonly Part[];
  /** Source records to sync; memory is measured for as many and for ten times as many. */
  readonly records: number;
  readonly rounds: number;
  /** Survey answers that metrics are read of; each number is a database of its own. */
  readonly answers: readonly number[];
  /** Of a file to import; it is done for as many and for ten times as many. */
  readonly lines: number;
  /** That segments are evaluated for, with ten times as many interactions. */
  readonly customers: number;
  /** To export; it is done for as many and for five times as many. */
  readonly rows: number;
}

export const USAGE =
  'npm run bench -- [sync|memory|profile|metrics|import|segments|export …] [--records 100000] [--rounds 3] [--answers 1000000,10000000] [--lines 20000] [--customers 100000] [--rows 200000]';

/** With fewer, some languages have so few answers in a month that they are withheld. */
const LEAST_ANSWERS = 40_000;

/** Throws for what it does not understand. */
export function parseOptions(args: readonly string[]): Options {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      records: { type: 'string', default: '100000' },
      rounds: { type: 'string', default: '3' },
      answers: { type: 'string', default: '1000000' },
      lines: { type: 'string', default: '20000' },
      customers: { type: 'string', default: '100000' },
      rows: { type: 'string', default: '200000' },
    },
  });
  const unknown = positionals.find(name => !PARTS.includes(name as Part));
  if (unknown !== undefined) throw new Error(`There is no benchmark "${unknown}".`);
  return {
    parts: positionals.length > 0 ? (positionals as Part[]) : PARTS,
    records: whole('records', values.records),
    rounds: whole('rounds', values.rounds),
    answers: values.answers.split(',').map(text => whole('answers', text, LEAST_ANSWERS)),
    lines: whole('lines', values.lines),
    customers: whole('customers', values.customers, 1000),
    rows: whole('rows', values.rows),
  };
}

function whole(name: string, text: string, least = 1): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least) throw new Error(`--${name} must be a whole number from ${least}.`);
  return value;
}
