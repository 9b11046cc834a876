// Evaluates alert rules, and comes again when figures changed meanwhile.
import { evaluateAlerts as definition } from '../../base/jobs.ts';
import { implementJob } from '../../base/queue/kit.ts';
import { isEvaluationDue } from '../../derive/alerts/due.ts';
import { evaluateAlerts } from '../../derive/alerts/evaluate.ts';

const SOON_MS = 1_000;

export const evaluateAlertsJob = implementJob(definition, async (ctx, _payload, { signal }) => {
  await evaluateAlerts(ctx, signal);
  // Whoever asked while this was at work was told that it is being done.
  return (await isEvaluationDue(ctx.sql)) ? { parkedMs: SOON_MS } : {};
});
