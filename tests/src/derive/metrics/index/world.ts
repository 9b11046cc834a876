// A small world of customers who answer, complain and buy, recorded as applications and sources do, and kept as plain rows.
import { refresh } from '../../../../../src/derive/refresh/refresh.ts';
import { recordInteractions } from '../../../../../src/ingest/recording/record-interactions.ts';
import { recordSurveyResponses } from '../../../../../src/ingest/recording/record-survey-responses.ts';
import { saveSurvey } from '../../../../../src/ingest/recording/save-survey.ts';
import { Random } from '../../../../../src/run/sandbox/random.ts';
import type { TestContext } from '../../../../support/context.ts';
import { createSource, person, raw } from '../../../../support/pipeline.ts';

export interface Answered {
  readonly customer: number;
  readonly at: number;
  readonly channel: 'EMAIL' | 'CHAT';
  readonly nps: number;
  readonly csat: number;
  readonly ces: number;
  readonly ease: number;
}
export interface Asked {
  readonly customer: number;
  readonly at: number;
  readonly channel: 'EMAIL' | 'CHAT';
  readonly response: number;
  readonly resolution: number;
}
export interface Lived {
  readonly answers: readonly Answered[];
  readonly cases: readonly Asked[];
  readonly customers: number;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
export const START = Date.UTC(2026, 0, 1);
/** January, February and March 2026. */
export const MONTHS = [0, 31, 59, 90].map(day => START + day * DAY);

const email = (customer: number) => `c${customer}@world.example`;

/** Everybody answers once to four times, in a mood of their own, which is worse in March. */
export function live(customers: number, seed = 7): Lived {
  const answers: Answered[] = [];
  const cases: Asked[] = [];
  const random = Random.of(seed, 'index world');
  const score = (mood: number, low: number, high: number) =>
    Math.max(low, Math.min(high, Math.round((low + high) / 2 + (mood * (high - low)) / 4)));
  for (let customer = 1; customer <= customers; customer++) {
    const usual = random.bell();
    for (let i = random.int(1, 4); i > 0; i--) {
      const at = START + Math.floor(random.next() * 90 * DAY);
      const mood = usual + 0.5 * random.bell() - (at >= MONTHS[2]! ? 0.8 : 0);
      const noisy = () => mood + 0.4 * random.bell();
      const channel = random.pick(['EMAIL', 'CHAT'] as const);
      answers.push({
        customer,
        at,
        channel,
        nps: score(noisy() + 0.7, 0, 10),
        csat: score(noisy() + 0.4, 1, 5),
        ces: score(noisy(), 1, 7),
        ease: score(noisy(), 1, 7),
      });
      const response = Math.round(random.around(4 * 3600) * Math.exp(-0.3 * mood));
      if (random.chance(0.5))
        cases.push({ customer, at, channel, response, resolution: response + Math.round(random.around(2 * 86_400)) });
    }
  }
  return { answers, cases, customers };
}

const questions = [
  { key: 'nps', text: 'Recommend?', measure: 'NPS' },
  { key: 'csat', text: 'Satisfied?', measure: 'CSAT' },
  { key: 'ces', text: 'Easy to solve?', measure: 'CES' },
  { key: 'ease', text: 'Easy?', measure: 'EASE' },
] as const;

export async function record({ sql, fork }: TestContext, { answers, cases, customers }: Lived): Promise<void> {
  const ctx = fork();
  await saveSurvey(ctx, { key: 'own', name: 'Own', kind: 'RELATIONSHIP', questions });
  const { rejected } = await recordSurveyResponses(
    ctx,
    answers.map(({ customer, at, channel, nps, csat, ces, ease }, i) => ({
      id: `r${i}`,
      customer: { email: email(customer) },
      survey: 'own',
      respondedAt: new Date(at),
      channel,
      answers: Object.entries({ nps, csat, ces, ease }).map(([question, score]) => ({ question, score })),
    })),
  );
  if (rejected.length > 0) throw new Error(rejected[0]!.message);
  // Every third bought more than a year before the end, and not since.
  await recordInteractions(
    ctx,
    Array.from({ length: customers }, (_, i) => ({
      id: `p${i}`,
      customer: { email: email(i + 1) },
      kind: 'PURCHASE' as const,
      occurredAt: new Date(START - (i % 3 === 0 ? 300 : 100) * DAY),
      amount: 10,
      currency: 'EUR',
    })),
  );
  const source = await createSource(sql, 'desk');
  await source.commit({
    records: [
      ...Array.from({ length: customers }, (_, i) => person(`${i + 1}`, 0, { emails: [email(i + 1)] })),
      ...cases.map(({ customer, at, channel, response, resolution }, i) =>
        raw('case', `${i}`, 1, {
          type: 'interaction',
          kind: 'SUPPORT_CASE',
          channel,
          customer: { object: 'contact', id: `${customer}` },
          occurredAt: new Date(at).toISOString(),
          firstResponseAt: new Date(at + response * 1000).toISOString(),
          resolvedAt: new Date(at + resolution * 1000).toISOString(),
        }),
      ),
    ],
  });
  await refresh(sql);
  // As the database does by itself after a while: its plans rest on it.
  await sql.query('analyze');
}
