// A file of survey answers as a survey tool exports it, of any number of lines, in constant memory.
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { SaveSurveyInput } from '../../../src/ingest/recording/save-survey.ts';
import { person, words } from '../support/people.ts';

export const SURVEY: SaveSurveyInput = {
  key: 'support',
  name: 'After support',
  kind: 'TOUCHPOINT',
  questions: [
    { key: 'nps', text: 'How likely are you to recommend us?', measure: 'NPS' },
    { key: 'ease', text: 'How easy was it?', measure: 'EASE' },
    { key: 'why', text: 'Why?', measure: 'OTHER' },
  ],
};

const HEADER = 'Response ID,Email,Submitted At,Channel,Touchpoint,answer.nps,answer.ease,text.why';
const LINES_PER_CHUNK = 1000;
const LINES_PER_CUSTOMER = 4;
const FIRST = Date.UTC(2025, 0, 1);
const MINUTE_MS = 60_000;
const MINUTES_OF_A_YEAR = 525_600;

export async function writeAnswers(file: string, lines: number): Promise<void> {
  await pipeline(Readable.from(chunks(lines)), createWriteStream(file));
}

function* chunks(lines: number): Generator<string> {
  yield `${HEADER}\n`;
  const customers = Math.ceil(lines / LINES_PER_CUSTOMER);
  for (let from = 0; from < lines; from += LINES_PER_CHUNK) {
    const length = Math.min(LINES_PER_CHUNK, lines - from);
    yield Array.from({ length }, (_, i) => line(from + i, customers)).join('');
  }
}

/** Customers come in no order, each about four times; every second answer says why, in words of its own. */
function line(n: number, customers: number): string {
  const cells = [
    `r${n}`,
    person(scattered(n) % customers).email,
    new Date(FIRST + (n % MINUTES_OF_A_YEAR) * MINUTE_MS).toISOString(),
    n % 3 === 0 ? 'EMAIL' : 'WEB',
    n % 5 === 0 ? 'checkout' : 'support',
    scattered(n + 1) % 11,
    1 + (scattered(n + 2) % 7),
    n % 2 === 0 ? `"${words(n, 1)} It was case ""${n}""."` : '',
  ];
  return `${cells.join(',')}\n`;
}

/** The same number each time, and far from those of its neighbours. */
function scattered(n: number): number {
  const mixed = Math.imul(n ^ (n >>> 15), 0x2c1b3c6d);
  return Math.imul(mixed ^ (mixed >>> 12), 0x297a2d39) >>> 0;
}
