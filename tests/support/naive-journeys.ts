// A naive walk: each customer's events gathered from the stored rows, and each rule of walking as the words say it.
import type { Sql } from '../../src/base/database/sql.ts';
import { parseDuration } from '../../src/base/time/duration.ts';
import type { InteractionMatch, Journey, StageRule } from '../../src/derive/journeys/definition.ts';
import type { AnswerCondition } from '../../src/derive/rules/conditions/answer.ts';
import type { NumberTest } from '../../src/derive/rules/number-test.ts';
import { recount } from './recount-facts.ts';

export interface PlainVisit {
  journey: number;
  customer: number;
  run: number;
  stage: number;
  at: string;
  until: string | null;
  started: string;
  seconds: number | null;
  withPrevious: boolean;
  withFirst: boolean;
  source: number | null;
}

interface Interaction {
  id: number;
  customer_id: number | null;
  kind: string;
  channel: string;
  touchpoint: string | null;
  occurred_at: Date;
  first_response_at: Date | null;
  resolved_at: Date | null;
}
interface Life {
  interactions: Interaction[];
  answers: { measure: string; at: number; source: number; item: number; value: number }[];
  invitations: { id: number; at: number; survey: string; kind: string }[];
  stages: Record<string, string>[];
}
interface Event {
  stage: number;
  at: number;
  source: number | null;
  what: string;
}

/** All visits that there should be at this moment. */
export async function naiveVisits(sql: Sql, journeys: readonly Journey[], now: Date): Promise<PlainVisit[]> {
  const lives = await readLives(sql);
  return journeys.flatMap(journey =>
    [...lives].flatMap(([customer, life]) => {
      const events = journey.stages
        .flatMap((stage, place) => eventsOf(stage.rule, life).map(event => ({ ...event, stage: place })))
        .filter(event => event.at <= now.getTime());
      return toVisits(journey, customer, runsOf(journey, events));
    }),
  );
}

async function readLives(sql: Sql): Promise<Map<number, Life>> {
  const visible = await sql.query<{ id: number }>(
    'select id from customer where deleted_at is null and merged_into is null',
  );
  const lives = new Map<number, Life>(
    visible.map(({ id }) => [id, { interactions: [], answers: [], invitations: [], stages: [] }]),
  );
  for (const row of await sql.query<Interaction>('select * from interaction'))
    lives.get(row.customer_id ?? 0)?.interactions.push(row);
  for (const { subject, kind, at, source, item, value } of await recount(sql))
    lives.get(subject)?.answers.push({ measure: kind, at, source, item, value });
  const sent = await sql.query<{ id: number; customer_id: number | null; sent_at: Date; key: string; kind: string }>(
    'select v.id, v.customer_id, v.sent_at, s.key, s.kind from survey_invitation v, survey s where s.id = v.survey_id',
  );
  for (const { id, customer_id, sent_at, key, kind } of sent)
    lives.get(customer_id ?? 0)?.invitations.push({ id, at: sent_at.getTime(), survey: key, kind });
  for (const row of await sql.query<{ customer_id: number; live: boolean; stages: Record<string, string> }>(
    'select customer_id, live, stages from person_record',
  ))
    if (row.live) lives.get(row.customer_id)?.stages.push(row.stages);
  return lives;
}

type Found = Omit<Event, 'stage'>;

function eventsOf(rule: StageRule, life: Life): Found[] {
  if (rule.any) return rule.any.flatMap(inner => eventsOf(inner, life));
  if (rule.interaction) return interactionsOf(rule.interaction, life.interactions);
  if (rule.answer) return answersOf(rule.answer, life.answers);
  if (rule.invitation) {
    const { survey, surveyKind } = rule.invitation;
    return life.invitations
      .filter(sent => !survey || sent.survey === survey)
      .filter(sent => !surveyKind || sent.kind === surveyKind)
      .map(({ at, id }) => ({ at, source: id, what: 'OCCURRED' }));
  }
  const moments = life.stages.flatMap(stages => stages[rule.lifecycleStage!] ?? []).map(at => Date.parse(at));
  return moments.length === 0 ? [] : [{ at: Math.min(...moments), source: null, what: 'OCCURRED' }];
}

function interactionsOf(match: InteractionMatch, all: readonly Interaction[]): Found[] {
  const what = match.moment ?? 'OCCURRED';
  const column = { OCCURRED: 'occurred_at', ANSWERED: 'first_response_at', RESOLVED: 'resolved_at' } as const;
  const found: (Found & { source: number })[] = [];
  for (const one of all) {
    const at = one[column[what]];
    if (match.kind && one.kind !== match.kind) continue;
    if (match.channel && one.channel !== match.channel) continue;
    if (match.touchpoint && one.touchpoint !== match.touchpoint) continue;
    if (at) found.push({ at: at.getTime(), source: one.id, what });
  }
  found.sort((a, b) => (a.at === b.at ? a.source - b.source : a.at - b.at));
  let n = 0;
  return found.filter(() => {
    n += 1;
    return n >= (match.nth ?? 1);
  });
}

function answersOf(condition: AnswerCondition, all: Life['answers']): Found[] {
  const mine = all
    .filter(answer => answer.measure === condition.measure)
    .sort((a, b) => a.at - b.at || a.source - b.source || a.item - b.item);
  const found: Found[] = [];
  const what = condition.latest || condition.any || condition.mean ? 'WHAT' : 'THAT';
  for (let i = 0; i < mine.length; i++) {
    const { at, source } = mine[i]!;
    const oldest = condition.within ? at - parseDuration('', condition.within) : Number.NEGATIVE_INFINITY;
    const values = mine
      .slice(0, i + 1)
      .filter(answer => answer.at > oldest)
      .map(answer => answer.value);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const holds =
      passes(condition.latest, values.at(-1)!) &&
      values.some(value => passes(condition.any, value)) &&
      passes(condition.mean, mean);
    if (holds) found.push({ at, source, what });
  }
  return found;
}

function passes(test: NumberTest | undefined, value: number): boolean {
  const { eq, lt, lte, gt, gte } = test ?? {};
  if (eq !== undefined && value !== eq) return false;
  if (lt !== undefined && !(value < lt)) return false;
  if (lte !== undefined && !(value <= lte)) return false;
  if (gt !== undefined && !(value > gt)) return false;
  return gte === undefined || value >= gte;
}

function compare(a: Event, b: Event): number {
  const order = (what: string) => ['OCCURRED', 'ANSWERED', 'RESOLVED', 'THAT', 'WHAT'].indexOf(what);
  if (a.at !== b.at) return a.at - b.at;
  if (a.stage !== b.stage) return a.stage - b.stage;
  if (a.source !== b.source) return a.source === null ? 1 : b.source === null ? -1 : a.source - b.source;
  return order(a.what) - order(b.what);
}

const first = (events: readonly Event[]): Event | undefined => [...events].sort(compare)[0];
const isSame = (a: Event, b: Event) => a.source !== null && a.source === b.source && a.what === b.what;

function runsOf({ mode, window, stages }: Journey, events: readonly Event[]): Event[][] {
  const runs: Event[][] = [];
  let open = Number.NEGATIVE_INFINITY;
  for (;;) {
    const start = first(events.filter(e => e.at >= open && (mode === 'ANY_ORDER' || e.stage === 0)));
    if (!start) return runs;
    const end = window === null ? Number.POSITIVE_INFINITY : start.at + window;
    const inside = events.filter(e => e.at >= start.at && e.at < end);
    if (mode === 'ANY_ORDER') {
      const firsts = stages
        .map((_, stage) => first(inside.filter(e => e.stage === stage)))
        .filter(e => e !== undefined);
      runs.push(firsts.sort(compare));
    } else {
      const run = [start];
      for (let here = start; ; here = run.at(-1)!) {
        const next = mode === 'STRICT' ? strictNext(inside, here) : orderedNext(inside, here);
        if (!next) break;
        run.push(next);
      }
      runs.push(run);
    }
    if (window === null) return runs;
    open = end;
  }
}

function orderedNext(inside: readonly Event[], here: Event): Event | undefined {
  return first(inside.filter(e => e.stage === here.stage + 1 && e.at >= here.at && !isSame(e, here)));
}

function strictNext(inside: readonly Event[], here: Event): Event | undefined {
  const next = first(inside.filter(e => e.stage > here.stage && compare(e, here) > 0 && !isSame(e, here)));
  return next?.stage === here.stage + 1 ? next : undefined;
}

function toVisits(journey: Journey, customer: number, runs: readonly Event[][]): PlainVisit[] {
  const visits: PlainVisit[] = [];
  for (const [r, run] of runs.entries()) {
    for (const [i, { stage, at, source }] of run.entries()) {
      const before = visits.at(-1);
      if (before) before.until = new Date(at).toISOString();
      visits.push({
        journey: journey.id,
        customer,
        run: r + 1,
        stage,
        at: new Date(at).toISOString(),
        until: null,
        started: new Date(run[0]!.at).toISOString(),
        seconds: i === 0 ? null : (at - run[i - 1]!.at) / 1000,
        withPrevious: stage === 0 || run.some(e => e.stage === stage - 1),
        withFirst: run.some(e => e.stage === 0),
        source,
      });
    }
  }
  return visits;
}
