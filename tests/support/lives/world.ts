// Lives through random steps over the real pipeline.
import type { Sql } from '../../../src/base/database/sql.ts';
import { refresh } from '../../../src/derive/refresh/refresh.ts';
import { recordInteractions } from '../../../src/ingest/recording/record-interactions.ts';
import {
  recordSurveyInvitations,
  recordSurveyResponses,
} from '../../../src/ingest/recording/record-survey-responses.ts';
import { saveSurvey } from '../../../src/ingest/recording/save-survey.ts';
import { disconnect } from '../../../src/ingest/sync/disconnect.ts';
import { surviveAnew } from '../../../src/ingest/sync/survive-anew.ts';
import type { TestContext } from '../context.ts';
import { emptyTables } from '../empty-tables.ts';
import { at, createSource, raw, type TestSource } from '../pipeline.ts';
import { moment, type Step } from './steps.ts';

/** Everything that sources and metrics hold; the built-in connection stays. */
export async function empty(sql: Sql): Promise<void> {
  await emptyTables(
    sql,
    `customer, customer_activity, customer_score, lifetime_model, person_record, account, account_record, identifier, merge, source_record, rejected_record,
       interaction, link, survey, survey_question, survey_answer, survey_response, survey_invitation, stream_state, stream_run,
       sync_run, change_mark, set_aside, metric_fact, metric_rollup, metric_chunk,
       segment, segment_state, segment_member, segment_candidate, segment_change, customer_due, journey_visit`,
  );
  await sql.query(`delete from connection where key <> 'api'`);
  await sql.query(`delete from setting where key = 'refresh'`);
}

export interface World {
  live(step: Step): Promise<void>;
}

export async function createWorld({ sql, fork }: TestContext): Promise<World> {
  let page = 0;
  let connections = 0;
  const open = () => createSource(sql, `source-${++connections}`, { priority: connections });
  const sources: [TestSource, TestSource] = [await open(), await open()];
  const surveyOf = (n: 0 | 1 | 2) => (n === 0 ? 'own' : `${sources[n - 1]!.target.connectionKey}-s${n}`);
  await saveOwn(1);

  /** Our own survey; its mark and direction change with `n`. */
  function saveOwn(n: number) {
    const higherIsBetter = n % 3 !== 0;
    return saveSurvey(fork(), {
      key: 'own',
      name: 'Own',
      kind: 'RELATIONSHIP',
      questions: [
        {
          key: 'q1',
          text: 'How?',
          measure: 'CSAT',
          scaleMin: 1,
          scaleMax: 5,
          higherIsBetter,
          positiveFrom: 1 + (n % 5),
        },
      ],
    });
  }

  async function record({ id, minute, shape }: Extract<Step, { do: 'record' }>): Promise<void> {
    const item = { id: `${shape.of}-${id}`, survey: surveyOf(shape.survey) };
    const customer = shape.email === null ? null : { email: `p${shape.email}@world.example` };
    const ctx = fork();
    const date = new Date(moment(minute));
    if (shape.of === 'response') {
      await saveOwn(shape.score + id);
      const answers = [{ question: 'q1', score: shape.score, text: 'Great, I love it' }];
      await recordSurveyResponses(ctx, [{ ...item, customer, respondedAt: date, answers }]);
    } else if (customer && shape.of === 'purchase')
      await recordInteractions(ctx, [
        { id: item.id, customer, kind: 'PURCHASE', occurredAt: date, amount: shape.score, currency: 'EUR' },
      ]);
    else if (customer) await recordSurveyInvitations(ctx, [{ ...item, customer, sentAt: date, status: 'OPENED' }]);
  }

  async function live(step: Step): Promise<void> {
    if (step.do === 'refresh') await refresh(sql);
    else if (step.do === 'record') await record(step);
    else if (step.do === 'page') {
      page += 1;
      // Versions grow, so that later records replace earlier ones.
      await sources[step.source].commit({
        records: step.makes.map(({ object, id, record }) => raw(object, String(id), page, ...(record ? [record] : []))),
        deleted: step.drops.map(({ object, id, into }) => ({
          object,
          id: String(id),
          deletedAt: at(page),
          mergedInto: into === undefined ? undefined : String(into),
        })),
      });
    } else {
      const { connectionId } = sources[step.source].target;
      if (step.do === 'prefer') {
        await sql.query('update connection set priority = 5 - priority, survived_through = 0 where id = $1', [
          connectionId,
        ]);
        await surviveAnew(sql, connectionId, { size: 2 });
      } else {
        // Batches so small that people are cut in the middle.
        await disconnect(fork(), connectionId, true, { size: 2 });
        sources[step.source] = await open();
      }
    }
  }
  return { live };
}
