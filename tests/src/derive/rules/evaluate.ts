// Rules evaluated by hand, one customer after the other: what the words mean, with nothing of the product in it.
import type { AnswerCondition } from '../../../../src/derive/rules/conditions/answer.ts';
import type { FieldCondition } from '../../../../src/derive/rules/conditions/field.ts';
import type { InteractionCondition } from '../../../../src/derive/rules/conditions/interaction.ts';
import type { StageCondition } from '../../../../src/derive/rules/conditions/stage.ts';
import type { NumberTest } from '../../../../src/derive/rules/number-test.ts';
import type { SegmentRule } from '../../../../src/derive/rules/rule.ts';
import type { ValueTest } from '../../../../src/derive/rules/value-test.ts';
import { contains, durationMs, equals, momentIn, numberIn, startsWith } from './values.ts';
import type { Happening, Moment, Person, World } from './world.ts';

/** Whether it holds for somebody at a moment. */
export function holds(world: World, rule: SegmentRule, who: Person, now: Moment): boolean {
  if (rule.all) return rule.all.every(child => holds(world, child, who, now));
  if (rule.any) return rule.any.some(child => holds(world, child, who, now));
  if (rule.not) return !holds(world, rule.not, who, now);
  if (rule.segment !== undefined) return holds(world, world.segments[rule.segment]!, who, now);
  if (rule.field) return fieldHolds(world, rule.field, who, now);
  if (rule.trait) return traitHolds(who.traits[rule.trait.key], rule.trait.is, now);
  if (rule.answer) return answerHolds(world, rule.answer, who, now);
  if (rule.stage) return stageHolds(world, rule.stage, who, now);
  const theirs = world.happenings.filter(one => one.customer === who.id && one.at <= now);
  const { within } = rule.interaction!;
  const recent = within === undefined ? theirs : theirs.filter(one => one.at > now - durationMs(within));
  return interactionHolds(rule.interaction!, recent, theirs, now);
}

/** Ids of the customers there are for whom it holds. */
export function membersOf(world: World, rule: SegmentRule, now: Moment): number[] {
  return world.people
    .filter(who => who.gone === null && holds(world, rule, who, now))
    .map(who => who.id)
    .sort((a, b) => a - b);
}

function fieldHolds(world: World, { field, is }: FieldCondition, who: Person, now: Moment): boolean {
  const found = world.accounts.find(one => one.id === who.account);
  const account = found && !found.isGone ? found : undefined;
  const text = (value: string | null | undefined) => textHolds(value ? [value] : [], is);
  const number = (value: number | null | undefined) => numberHolds(value ?? null, is);
  const time = (value: Moment | null | undefined) => timeHolds(value ?? null, is, now);
  switch (field) {
    case 'EMAIL':
      return textHolds(who.emails, is);
    case 'COUNTRY':
      return text(who.country);
    case 'LANGUAGE':
      return text(who.language);
    case 'JOB_TITLE':
      return text(who.jobTitle);
    case 'LIFECYCLE_STAGE':
      return text(who.lifecycleStage);
    case 'ACCOUNT_NAME':
      return text(account?.name);
    case 'ACCOUNT_INDUSTRY':
      return text(account?.industry);
    case 'ACCOUNT_EMPLOYEES':
      return number(account?.employees);
    case 'HEALTH':
      return number(who.score?.health);
    case 'CHURN_RISK':
      return number(who.score?.churnRisk);
    case 'LIFETIME_VALUE':
      return number(who.score?.lifetimeValue);
    case 'CREATED_AT':
      return time(who.createdAt);
    case 'LAST_INTERACTION_AT':
      return time(who.lastInteractionAt);
  }
}

function textHolds(values: readonly string[], is: ValueTest): boolean {
  if (is.present !== undefined) return is.present === values.length > 0;
  if (is.ne !== undefined) return !values.includes(is.ne as string);
  return values.some(value => {
    if (is.eq !== undefined) return value === is.eq;
    if (is.in) return is.in.includes(value);
    if (is.contains !== undefined) return value.toLowerCase().includes(is.contains.toLowerCase());
    return value.toLowerCase().startsWith(is.startsWith!.toLowerCase());
  });
}

function numberHolds(value: number | null, is: ValueTest): boolean {
  if (is.present !== undefined) return is.present === (value !== null);
  if (is.ne !== undefined) return value !== is.ne;
  if (value === null) return false;
  if (is.in) return is.in.includes(value);
  return meets(value, is as NumberTest);
}

function timeHolds(value: Moment | null, is: ValueTest, now: Moment): boolean {
  if (is.present !== undefined) return is.present === (value !== null);
  if (is.notWithin !== undefined) return !(value !== null && value > now - durationMs(is.notWithin));
  if (value === null) return false;
  if (is.within !== undefined) return value > now - durationMs(is.within);
  const bound = (text: unknown) => (text === undefined ? undefined : momentIn(text)!);
  return meets(value, { lt: bound(is.lt), lte: bound(is.lte), gt: bound(is.gt), gte: bound(is.gte) });
}

function traitHolds(value: unknown, is: ValueTest, now: Moment): boolean {
  const isThere = value !== undefined && value !== null;
  if (is.present !== undefined) return is.present === isThere;
  const each = Array.isArray(value) ? value : [value];
  if (is.ne !== undefined) return !each.some(one => equals(one, is.ne!));
  if (is.eq !== undefined) return each.some(one => equals(one, is.eq!));
  if (is.in) return each.some(one => is.in!.some(wanted => equals(one, wanted)));
  if (is.contains !== undefined) return each.some(one => contains(one, is.contains!));
  if (is.startsWith !== undefined) return each.some(one => startsWith(one, is.startsWith!));
  const isNumber = Object.values(is).some(bound => typeof bound === 'number');
  if (!isNumber) return timeHolds(momentIn(value), is, now);
  const number = numberIn(value);
  return number !== null && meets(number, is as NumberTest);
}

function meets(value: number, { eq, lt, lte, gt, gte }: { [N in keyof NumberTest]: number | undefined }): boolean {
  return (
    (eq === undefined || value === eq) &&
    (lt === undefined || value < lt) &&
    (lte === undefined || value <= lte) &&
    (gt === undefined || value > gt) &&
    (gte === undefined || value >= gte)
  );
}

/** `recent` is what may count, `theirs` all that happened to the customer up to now. */
function interactionHolds(
  condition: InteractionCondition,
  recent: readonly Happening[],
  theirs: readonly Happening[],
  now: Moment,
): boolean {
  const { kind, channel, touchpoint, open, count, amount, then } = condition;
  const counted = recent.filter(one => {
    if (kind !== undefined && one.kind !== kind) return false;
    if (channel !== undefined && one.channel !== channel) return false;
    if (touchpoint !== undefined && one.touchpoint !== touchpoint) return false;
    if (open !== undefined) {
      const isOpen = one.resolvedAt === null || one.resolvedAt > now;
      if (one.kind !== 'SUPPORT_CASE' || isOpen !== open) return false;
    }
    if (!then) return true;
    const end = then.within === undefined ? Number.POSITIVE_INFINITY : one.at + durationMs(then.within);
    const later = theirs.filter(other => other.at > one.at && other.at <= end);
    return interactionHolds(then, later, theirs, now);
  });
  // Whole cents, so that the sum is exact.
  const cents = counted.reduce((sum, one) => sum + Math.round((one.amount ?? 0) * 100), 0);
  const bounds = Object.fromEntries(Object.entries(amount ?? {}).map(([name, value]) => [name, value * 100]));
  return (count ? meets(counted.length, count) : counted.length > 0) && meets(cents, bounds);
}

function answerHolds(world: World, condition: AnswerCondition, who: Person, now: Moment): boolean {
  const { measure, within, latest, any, mean } = condition;
  const start = within === undefined ? Number.NEGATIVE_INFINITY : now - durationMs(within);
  const answers = world.answers
    .filter(one => one.subject === who.id && one.measure === measure && one.at <= now && one.at > start)
    .sort((a, b) => b.at - a.at || b.source - a.source || b.item - a.item);
  if (answers.length === 0) return false;
  if (latest && !meets(answers[0]!.value, latest)) return false;
  if (any && !answers.some(one => meets(one.value, any))) return false;
  const sum = answers.reduce((total, one) => total + one.value, 0);
  return !mean || meets(sum / answers.length, mean);
}

function stageHolds(world: World, { journey, stage, for: span }: StageCondition, who: Person, now: Moment): boolean {
  return world.visits.some(
    visit =>
      visit.customer === who.id &&
      visit.journey === journey &&
      visit.stage === stage &&
      (span === undefined || visit.at <= now - durationMs(span)),
  );
}
