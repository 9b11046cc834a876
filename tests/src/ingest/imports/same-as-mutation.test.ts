// What goes in by a file is what goes in by the mutation, and going in again changes nothing.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CHANNELS } from '../../../../connectors/vocabulary.ts';
import {
  type RecordSurveyResponseInput,
  recordSurveyResponses,
} from '../../../../src/ingest/recording/record-survey-responses.ts';
import { type Desk, openDesk, stored } from './folder.ts';

let byFile: Desk;
let byMutation: Desk;
beforeAll(async () => {
  byFile = await openDesk();
  byMutation = await openDesk();
});
afterAll(() => Promise.all([byFile.close(), byMutation.close()]));

type Answer = RecordSurveyResponseInput['answers'][number];
const DELIMITERS = [',', ';', '\t', '|'] as const;

const words = fc
  .oneof(
    fc.string({ unit: 'binary', maxLength: 30 }),
    fc
      .array(fc.constantFrom('good', '"', '""', ',', ';', '\r\n', '\n', '\t', "'", '=1', '😀', ' ', 'ü', '|'), {
        maxLength: 8,
      })
      .map(all => all.join('')),
  )
  // Half a character cannot be written to a file, and U+FFFD is the mark of a file that was written badly.
  .filter(text => text.trim() !== '' && text.isWellFormed() && !text.includes('\0') && !text.includes('\ufffd'));

const response: fc.Arbitrary<RecordSurveyResponseInput> = fc
  .record({
    // Few, so that some come again with other answers.
    id: fc.integer({ min: 1, max: 40 }).map(String),
    email: fc.option(fc.integer({ min: 1, max: 5 }).map(n => `p${n}@mail.example`)),
    at: fc.integer({ min: 0, max: 10 ** 12 }).map(ms => new Date(1_600_000_000_000 + (ms % 10 ** 11))),
    channel: fc.option(fc.constantFrom(...CHANNELS)),
    touchpoint: fc.option(fc.constantFrom('checkout', 'a, b', '"x"')),
    nps: fc.option(fc.integer({ min: -1, max: 11 })),
    ease: fc.option(fc.constantFrom(1, 2.5, 7)),
    why: fc.option(words),
  })
  .map(({ id, email, at, channel, touchpoint, nps, ease, why }) => {
    const answers: Answer[] = [
      ...(ease === null ? [] : [{ question: 'ease', score: ease }]),
      ...(nps === null ? [] : [{ question: 'nps', score: nps }]),
      ...(why === null ? [] : [{ question: 'why', text: why }]),
    ];
    return {
      id,
      ...(email && { customer: { email } }),
      survey: 'support',
      respondedAt: at,
      ...(channel && { channel }),
      ...(touchpoint && { touchpoint }),
      answers,
    };
  });

function csvOf(
  inputs: readonly RecordSurveyResponseInput[],
  delimiter: string,
  newline: string,
  quoteAll: boolean,
): string {
  const cell = (value: unknown) => {
    const text = value === undefined || value === null ? '' : String(value);
    return quoteAll || /["\r\n,;\t|]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const rows = inputs.map(({ id, customer, respondedAt, channel, touchpoint, answers }) => {
    const to = (key: string) => answers.find(answer => answer.question === key);
    return [
      id,
      customer?.email,
      respondedAt.toISOString(),
      channel,
      touchpoint,
      to('nps')?.score,
      to('ease')?.score,
      to('why')?.text,
    ];
  });
  const header = ['id', 'email', 'date', 'channel', 'touchpoint', 'nps', 'ease', 'why'];
  return [header, ...rows].map(row => row.map(cell).join(delimiter)).join(newline);
}

it('whatever the answers, delimiters, quotes and line ends', async () => {
  const file = fc.record({
    inputs: fc.array(response, { minLength: 1, maxLength: 60 }),
    delimiter: fc.constantFrom(...DELIMITERS),
    newline: fc.constantFrom('\n', '\r\n'),
    quoteAll: fc.boolean(),
    ndjson: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(file, async ({ inputs, delimiter, newline, quoteAll, ndjson }) => {
      const text = ndjson
        ? inputs.map(input => JSON.stringify(input)).join(newline)
        : csvOf(inputs, delimiter, newline, quoteAll);
      // The mutation takes the last of several with one id, and looks at no other: so they are sent one by one.
      let rejected = 0;
      for (const input of inputs)
        rejected += (await recordSurveyResponses(byMutation.world.ctx, [input])).rejected.length;
      const result = await byFile.importText(text, ndjson ? { format: 'ndjson' } : {});
      expect({ read: result.read, rejected: result.rejected }).toEqual({ read: inputs.length, rejected });
      expect(result.accepted + result.unchanged + result.rejected).toBe(result.read);
      expect(await stored(byFile.world)).toEqual(await stored(byMutation.world));
      const last = new Map(inputs.map(input => [input.id, input]));
      const again = await recordSurveyResponses(byFile.world.ctx, [...last.values()]);
      expect(again.accepted).toBe(0);
    }),
    { numRuns: 12, seed: 20260322 },
  );
}, 120_000);

it('ten thousand lines twice are ten thousand answers', async () => {
  const desk = await openDesk();
  const row = (i: number) =>
    `r${i},2026-01-01T00:00:${String(i % 60).padStart(2, '0')}Z,p${i % 700}@mail.example,${i % 11},"line ""${i}""\nand more"`;
  const text = ['id,date,email,nps,comment', ...Array.from({ length: 10_000 }, (_, i) => row(i))].join('\n');
  expect(await desk.importText(text)).toMatchObject({ read: 10_000, accepted: 10_000, unchanged: 0, rejected: 0 });
  const before = await desk.world.sql.query('select count(*)::int as n, sum(score) as sum from survey_answer');
  expect(before).toEqual([
    { n: 20_000, sum: Array.from({ length: 10_000 }, (_, i) => i % 11).reduce((a, b) => a + b) },
  ]);
  expect(await desk.importText(text)).toMatchObject({ read: 10_000, accepted: 0, unchanged: 10_000, rejected: 0 });
  // Without an id, what a line says is its id.
  const without = text.replace(/^\w+,/gm, '').replace(/^(?=and more)/gm, '');
  const first = await desk.importText(without);
  expect(first.accepted + first.unchanged).toBe(10_000);
  expect(await desk.importText(without)).toMatchObject({ accepted: 0, unchanged: 10_000 });
  expect(await desk.world.sql.query('select count(*)::int as n from customer')).toEqual([{ n: 700 }]);
  await desk.close();
}, 120_000);
