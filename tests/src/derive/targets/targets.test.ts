// Targets over real answers and cases: saved, judged, refused, and read with few statements.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readMetric } from '../../../../src/derive/metrics/report.ts';
import { refresh } from '../../../../src/derive/refresh/refresh.ts';
import { deleteSegment } from '../../../../src/derive/segments/delete.ts';
import { listTargets, MAX_TARGETS } from '../../../../src/derive/targets/read.ts';
import { deleteTarget, type SaveTargetInput, saveTarget } from '../../../../src/derive/targets/save.ts';
import { createTestContext, type TestContext } from '../../../support/context.ts';
import { insert, insertConnection, insertInteraction, insertResponse, insertSurvey } from '../../../support/rows.ts';

const NOW = new Date('2026-07-01T12:00:00Z');
const JUNE = { from: '2026-06-01', to: '2026-06-30' };
let world: TestContext;

beforeAll(async () => {
  world = await createTestContext({ now: () => NOW });
  const { sql } = world;
  const source = await insertConnection(sql, 'hubspot');
  const { survey, nps } = await insertSurvey(sql, 'relationship');
  const low = { scale_min: 1, scale_max: 5, higher_is_better: false };
  const ces = await insert(sql, 'survey_question', {
    ...{ survey_id: survey, key: 'ces', text: 'How hard?', measure: 'CES', position: 2, ...low },
  });
  // NPS 40, from 24.0 to 54.4.
  for (let i = 0; i < 100; i++) {
    const customer_id = await insert(sql, 'customer', { country: i < 3 ? 'AT' : i < 15 ? 'CH' : 'DE' });
    await insertResponse(sql, source, { survey_id: survey, customer_id, responded_at: '2026-06-10T12:00:00Z' }, [
      { question_id: nps, question_key: 'nps', score: i % 5 < 3 ? 10 : i % 5 === 3 ? 8 : 3 },
      { question_id: ces, question_key: 'ces', score: 2 },
    ]);
    const opened = Date.UTC(2026, 5, 1 + (i % 28));
    // A median of an hour, and a mean far above it.
    const first_response_at = new Date(opened + (i < 90 ? 3_600_000 : 100 * 3_600_000));
    await insertInteraction(sql, source, {
      ...{ kind: 'SUPPORT_CASE', customer_id, occurred_at: new Date(opened), first_response_at },
    });
  }
  await insert(sql, 'segment', { key: 'some', name: 'Some', rule: { field: { field: 'COUNTRY', is: { eq: 'DE' } } } });
  await refresh(sql, { anew: true });
});
afterAll(() => world.close());
beforeEach(() => world.sql.query('truncate target'));

const save = (input: Partial<SaveTargetInput>) =>
  saveTarget(world.fork(), { key: 'nps', metric: 'NPS', value: 30, during: JUNE, ...input } as SaveTargetInput);
const list = (withFigures = true) => listTargets(world.fork(), withFigures);

describe('a target', () => {
  it('is judged by the figure that the report gives', async () => {
    const saved = await save({});
    const { groups } = await readMetric(world.fork(), 'NPS', { during: JUNE });
    expect(saved.figure).toEqual(groups[0]!.total);
    expect(saved).toMatchObject({
      met: true,
      certainty: 'OPEN',
      because: null,
      compared: 'VALUE',
      higherIsBetter: true,
    });
    expect(await list()).toEqual([{ ...saved, asOf: expect.any(Date) }]);
    expect(await save({ value: 20 })).toMatchObject({ met: true, certainty: 'MET' });
    expect(await save({ value: 60 })).toMatchObject({ met: false, certainty: 'NOT_MET' });
    expect(await list()).toHaveLength(1);
  });

  it('of a duration is of the median, downwards, unless told otherwise', async () => {
    const hour = { metric: 'FIRST_RESPONSE_TIME', value: 2 * 3600 } as const;
    const median = await save(hour);
    expect(median).toMatchObject({ compared: 'MEDIAN', higherIsBetter: false, met: true, certainty: 'MET' });
    expect(median.figure!.value!).toBeGreaterThan(2 * 3600);
    expect(await save({ ...hour, compared: 'VALUE' })).toMatchObject({ compared: 'VALUE', met: false });
    expect(await save({ ...hour, higherIsBetter: true })).toMatchObject({ met: false, certainty: 'NOT_MET' });
  });

  it('of an index is from 0 to 100', async () => {
    const { figure, indexFigure, met, index } = await save({ metric: null, index: 'default', value: 60 });
    expect({ figure, met, index }).toEqual({ figure: null, met: true, index: 'default' });
    expect(indexFigure!.value!).toBeGreaterThan(60);
  });

  it('of a mean score goes the way of its scale', async () => {
    expect(await save({ metric: 'CES_MEAN', value: 3 })).toMatchObject({ higherIsBetter: false, met: true });
    const early = { metric: 'CSAT_MEAN', value: 4 } as const;
    await expect(save(early)).rejects.toMatchObject({ details: { field: 'higherIsBetter' } });
    expect(await save({ ...early, where: { scale: '1..5 low' } })).toMatchObject({ higherIsBetter: false });
    expect(await save({ ...early, higherIsBetter: true })).toMatchObject({
      ...{ met: null, because: 'There is nothing to measure.' },
    });
  });

  it('says why it is not judged, and shows the figure where that may be shown', async () => {
    const late = await save({ during: { from: '2026-06-01', to: '2026-12-31' } });
    expect(late).toMatchObject({ met: null, certainty: null, figure: { value: 40 } });
    expect(late.because).toContain('ends with 2026-12-31');
    const few = await save({ where: { country: ['AT'] } });
    expect(few).toMatchObject({ met: null, figure: { value: null, suppressed: true } });
    expect(few.because).toContain('fewer customers');
    const twelve = await save({ where: { country: ['CH'] } });
    expect(twelve).toMatchObject({ met: null, figure: { n: 12, reliable: false } });
    expect(twelve.because).toContain('n is 12');
  });

  it('that cannot be read any more says so, and the others are read', async () => {
    await save({ key: 'a', where: { segment: 'some' } });
    await save({ key: 'b' });
    await world.sql.query(`update target set filter = '{"segment": "gone"}' where key = 'a'`);
    const [a, b] = await list();
    expect(a).toMatchObject({
      met: null,
      figure: null,
      asOf: null,
      because: expect.stringContaining('no segment "gone"'),
    });
    expect(b).toMatchObject({ met: true });
  });

  it('keeps the segment that it asks for', async () => {
    await save({ where: { segment: 'some' } });
    await expect(deleteSegment(world.fork(), 'some')).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('target "nps"'),
    });
  });

  it('is deleted once', async () => {
    await save({});
    expect(await deleteTarget(world.fork(), 'nps')).toBe('nps');
    await expect(deleteTarget(world.fork(), 'nps')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('statements', () => {
  const count = async (work: () => Promise<unknown>) => {
    world.statements.length = 0;
    await work();
    return world.statements.length;
  };

  it('is one where nobody asks for figures; else the two of a snapshot, and those of each report', async () => {
    const EACH = 2;
    for (const targets of [1, 10]) {
      for (let i = 0; i < targets; i++) await save({ key: `nps-${i}` });
      expect(await count(() => list(false))).toBe(1);
      expect(await count(() => list())).toBe(1 + 2 + EACH * targets);
    }
  });

  it('have a bound, because targets do', async () => {
    await world.sql.query(
      `insert into target (key, metric, compared, value, higher_is_better, during)
       select 'k' || i, 'NPS', 'VALUE', 1, true, '{"last": "P1D"}' from generate_series(1, $1::int) i`,
      [MAX_TARGETS],
    );
    await expect(save({})).rejects.toMatchObject({
      details: { field: 'key' },
      message: expect.stringContaining('100'),
    });
    // One that is there may change.
    await save({ key: 'k1' });
    expect(await list(false)).toHaveLength(MAX_TARGETS);
  });
});

it.each<[Partial<SaveTargetInput>, string, string]>([
  [{ key: 'Not a key' }, 'key', 'small letters'],
  [{ index: 'default' }, 'metric', 'either "metric" or "index"'],
  [{ metric: null }, 'metric', 'either "metric" or "index"'],
  [{ value: 101 }, 'value', 'from -100 to 100'],
  [{ value: -100 }, 'value', 'would always be the same'],
  [{ compared: 'MEDIAN' }, 'compared', 'not by a median'],
  [{ during: { from: '2026-06-01' } }, 'during', '"from" and "to"'],
  [{ where: { survey: 'none' } }, 'where.survey', 'There is no survey "none"'],
])('refuses %j', async (input, field, words) => {
  await expect(save(input)).rejects.toMatchObject({
    code: 'BAD_USER_INPUT',
    message: expect.stringContaining(words),
    details: { field },
  });
  expect(await list(false)).toEqual([]);
});
