// Rules are evaluated after refreshes, by the hour, and soon after they are saved; never in vain.
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createLog } from '../../../../src/base/log.ts';
import type { JobRun } from '../../../../src/base/queue/kit.ts';
import { createQueue } from '../../../../src/base/queue/queue.ts';
import { startWorker } from '../../../../src/base/queue/worker.ts';
import { isEvaluationDue } from '../../../../src/derive/alerts/due.ts';
import { refresh } from '../../../../src/derive/refresh/refresh.ts';
import { evaluateAlertsJob } from '../../../../src/run/jobs/evaluate-alerts.job.ts';
import { handlers } from '../../../../src/run/jobs/handlers.ts';
import { refreshMarksJob } from '../../../../src/run/jobs/refresh-marks.job.ts';
import { type AlertWorld, createAlertWorld } from './world.ts';

let shop: AlertWorld;
beforeAll(async () => {
  shop = await createAlertWorld();
});
afterAll(() => shop.close());
beforeEach(async () => {
  await shop.empty();
  shop.world.jobs.added.length = 0;
});

const run: JobRun = { signal: new AbortController().signal, lastAttempt: false };
const asked = () => shop.world.jobs.added.filter(({ name }) => name === 'evaluate-alerts');

it('is not due without rules', async () => {
  await shop.answer('2026-10-01', 40, 0);
  await refreshMarksJob.run(shop.ctx(), {}, run);
  expect(await isEvaluationDue(shop.world.sql)).toBe(false);
  expect(asked()).toEqual([]);
});

it('is asked for by a new rule, by a changed one, and by refreshes that changed facts', async () => {
  await shop.rule({ when: { below: 70 } });
  expect(asked()).toMatchObject([{ id: 'evaluate-alerts' }]);
  const evaluated = async () => {
    await evaluateAlertsJob.run(shop.ctx(), {}, run);
    shop.world.jobs.added.length = 0;
  };
  await evaluated();
  await shop.rule({ when: { below: 70 } });
  await refreshMarksJob.run(shop.ctx(), {}, run);
  expect(asked()).toEqual([]);
  await shop.rule({ when: { below: 75 } });
  expect(asked()).toHaveLength(1);
  await evaluated();
  await shop.answer('2026-10-01', 40, 0);
  await refreshMarksJob.run(shop.ctx(), {}, run);
  expect(asked()).toHaveLength(1);
});

it('is due again after an hour', async () => {
  await shop.rule({ when: { below: 70 } });
  await evaluateAlertsJob.run(shop.ctx(), {}, run);
  expect(await isEvaluationDue(shop.world.sql)).toBe(false);
  await shop.world.sql.query(
    `update setting set value = value || jsonb_build_object('at', now() - interval '61 minutes') where key = 'alerts'`,
  );
  expect(await isEvaluationDue(shop.world.sql)).toBe(true);
});

it('comes again for a refresh that ended while it was at work', async () => {
  await shop.answer('2026-10-01', 0, 40);
  await shop.rule({ when: { below: 70 } });
  const ctx = shop.ctx();
  let refreshed = false;
  // Between what it reads first and what it reads next.
  const sql = {
    ...ctx.sql,
    query: (async (text: string, params?: readonly unknown[]) => {
      if (!refreshed && text.includes('from alert_rule order by')) {
        refreshed = true;
        await refresh(ctx.sql);
      }
      return ctx.sql.query(text, params);
    }) as typeof ctx.sql.query,
  };
  expect(await evaluateAlertsJob.run({ ...ctx, sql }, {}, run)).toEqual({ parkedMs: 1_000 });
  expect(await evaluateAlertsJob.run(ctx, {}, run)).toEqual({});
});

it('works through the queue: answers become an alert', async () => {
  const store = { databaseUrl: shop.world.url, redisUrl: null };
  const log = createLog('silent');
  const queue = createQueue(store, log);
  const context = () => ({ ...shop.ctx(), jobs: queue.jobs });
  const worker = startWorker({ store, log, handlers, context });
  try {
    await shop.rule({ when: { below: 70 } });
    await shop.answer('2026-10-01', 0, 40);
    await queue.jobs.add(refreshMarksJob.definition, {}, { id: 'refresh-marks' });
    await expect.poll(() => shop.open(), { timeout: 20_000, interval: 100 }).toEqual(['BELOW 2026-10-01']);
  } finally {
    await worker.close();
    await queue.close();
  }
}, 40_000);
