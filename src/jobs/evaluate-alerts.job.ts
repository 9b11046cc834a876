// Judges alert rules, and comes again when figures changed meanwhile.
import { isEvaluationDue } from '../alerts/due.ts';
import { evaluateAlerts } from '../alerts/evaluate.ts';
import { evaluateAlerts as definition } from './definitions.ts';
import { implementJob } from './kit.ts';

const SOON_MS = 1_000;

export const evaluateAlertsJob = implementJob(definition, async (ctx, _payload, { signal }) => {
  await evaluateAlerts(ctx, signal);
  // Whoever asked while this was at work was told that it is being done.
  return (await isEvaluationDue(ctx.sql)) ? { parkedMs: SOON_MS } : {};
});
