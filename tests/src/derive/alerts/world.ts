// A company whose customers answer one CSAT question, and a clock that the test sets.
import type { Context } from '../../../../src/base/context/context.ts';
import { evaluateAlerts } from '../../../../src/derive/alerts/evaluate.ts';
import { type SaveAlertRuleInput, saveAlertRule } from '../../../../src/derive/alerts/save.ts';
import { refresh } from '../../../../src/derive/refresh/refresh.ts';
import { recordInteractions } from '../../../../src/ingest/recording/record-interactions.ts';
import { recordSurveyResponses } from '../../../../src/ingest/recording/record-survey-responses.ts';
import { saveSurvey } from '../../../../src/ingest/recording/save-survey.ts';
import { createTestContext, type TestContext } from '../../../support/context.ts';
import { emptyTables } from '../../../support/empty-tables.ts';

export interface StoredAlert {
  readonly rule: string;
  readonly start: string;
  readonly finding: string;
  readonly isOpen: boolean;
  readonly by: readonly { readonly dimension: string; readonly key: string; readonly label: string }[];
  readonly value: { readonly value: number | null; readonly n: number };
  readonly message: string;
}

export interface AlertWorld {
  readonly world: TestContext;
  ctx(): Context;
  /** So many satisfied and dissatisfied people answer on a day. */
  answer(day: string, satisfied: number, dissatisfied: number, channel?: 'EMAIL' | 'PHONE' | 'CHAT'): Promise<void>;
  open40Cases(day: string): Promise<void>;
  /** A source with this key has been read with success at a moment, and is read so often where that is said. */
  synced(source: string, at: string, every?: string): Promise<void>;
  /** What was recorded on a day came through this source. */
  cameThrough(source: string, day: string): Promise<void>;
  /** By default on CSAT by month. */
  rule(input: Partial<SaveAlertRuleInput> & Pick<SaveAlertRuleInput, 'when'>): Promise<number>;
  /** What the jobs do at a moment, after everything that happened. */
  evaluate(at: string): Promise<void>;
  /** In the order in which they opened. */
  alerts(): Promise<StoredAlert[]>;
  /** Findings of the open ones. */
  open(): Promise<string[]>;
  /** Without answers, rules and alerts. */
  empty(): Promise<void>;
  close(): Promise<void>;
}

export async function createAlertWorld(reporting = { minReport: 5, minReliable: 30 }): Promise<AlertWorld> {
  const START = new Date('2026-10-01T00:00:00Z');
  let now = START;
  const world = await createTestContext({ now: () => now });
  const { sql } = world;
  const ctx = (): Context => ({ ...world.fork(), reporting });
  let answers = 0;
  await saveSurvey(ctx(), {
    key: 'support',
    name: 'Support',
    kind: 'TOUCHPOINT',
    questions: [{ key: 'q', text: 'Were you satisfied?', measure: 'CSAT', scaleMin: 1, scaleMax: 5 }],
  });
  return {
    world,
    ctx,
    async answer(day, satisfied, dissatisfied, channel = 'EMAIL') {
      const score = (at: number) => (at < satisfied ? 5 : 1);
      const responses = Array.from({ length: satisfied + dissatisfied }, (_, at) => ({
        id: `a${++answers}`,
        survey: 'support',
        respondedAt: new Date(`${day}T09:00:00Z`),
        channel,
        answers: [{ question: 'q', score: score(at) }],
      }));
      if (responses.length > 0) await recordSurveyResponses(ctx(), responses);
    },
    async open40Cases(day) {
      const cases = Array.from({ length: 40 }, () => ({
        id: `c${++answers}`,
        customer: { email: `c${answers}@customers.example` },
        kind: 'SUPPORT_CASE' as const,
        occurredAt: new Date(`${day}T09:00:00Z`),
      }));
      await recordInteractions(ctx(), cases);
    },
    async synced(source, at, every) {
      await sql.query(
        `insert into connection (key, connector, name, config, schedule_every) values ($1, 'hubspot', $1, '{}', $2)
         on conflict (key) do update set schedule_every = excluded.schedule_every`,
        [source, every === undefined ? null : 3_600_000],
      );
      await sql.query(
        `insert into sync_run (connection_id, mode, trigger, status, started_at, finished_at)
         select id, 'INCREMENTAL', 'SCHEDULE', 'SUCCEEDED', $2::timestamptz, $2 from connection where key = $1`,
        [source, new Date(at)],
      );
    },
    async cameThrough(source, day) {
      await refresh(sql);
      await sql.query(
        `update metric_fact set connection_id = (select id from connection where key = $1)
         where at >= $2::date and at < $2::date + 1`,
        [source, day],
      );
    },
    rule: input => saveAlertRule(ctx(), { key: 'low', name: 'Low', metric: 'CSAT', every: 'MONTH', ...input }),
    async evaluate(at) {
      now = new Date(at);
      await refresh(sql);
      await evaluateAlerts(ctx());
    },
    alerts: () =>
      sql.query<StoredAlert>(
        `select r.key as rule, a.start::text, a.finding, a.closed_at is null as "isOpen", a."by", a.value, a.message
         from alert a join alert_rule r on r.id = a.rule_id order by a.id`,
      ),
    async open() {
      const rows = await sql.query<{ text: string }>(
        `select finding || ' ' || start as text from alert where closed_at is null order by id`,
      );
      return rows.map(({ text }) => text);
    },
    async empty() {
      now = START;
      await emptyTables(
        sql,
        'alert, alert_rule, source_record, survey_response, survey_answer, interaction, metric_fact, metric_chunk, metric_rollup, change_mark',
      );
      await sql.query(`delete from sync_run; delete from connection where connector = 'hubspot'`);
      await sql.query(`delete from setting where key in ('alerts', 'refresh')`);
    },
    close: () => world.close(),
  };
}
