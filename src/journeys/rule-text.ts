// Pure: what brings customers into a stage, in words.

import type { AnswerCondition, NumberTest } from '../segments/rule.ts';
import { formatDuration, parseDuration } from '../sync/duration.ts';
import type { InteractionMatch, InvitationMatch, StageRule } from './definition.ts';

/** A phrase, such as `a purchase or an NPS answer of at least 9`. */
export function stageRuleText(rule: StageRule): string {
  if (rule.any) return rule.any.map(stageRuleText).join(' or ');
  if (rule.interaction) return interactionText(rule.interaction);
  if (rule.lifecycleStage) return `the lifecycle stage ${words(rule.lifecycleStage)}`;
  if (rule.answer) return answerText(rule.answer);
  return invitationText(rule.invitation!);
}

function interactionText({ kind, channel, touchpoint, nth = 1, moment = 'OCCURRED' }: InteractionMatch): string {
  const what = kind ? words(kind) : 'interaction';
  const where = [
    ...(channel ? [`by the channel ${words(channel)}`] : []),
    ...(touchpoint ? [`at the touchpoint "${touchpoint}"`] : []),
  ];
  const thing = [nth === 1 ? withArticle(what) : `the ${ordinal(nth)} or a later ${what}`, ...where].join(' ');
  if (moment === 'OCCURRED') return thing;
  return moment === 'ANSWERED' ? `the first answer to ${thing}` : `the resolution of ${thing}`;
}

function answerText({ measure, within, latest, any, mean }: AnswerCondition): string {
  const answer = `${withArticle(measure === 'EMPLOYEE_ENGAGEMENT' ? words(measure) : measure)} answer`;
  const tests = [
    ...(latest ? [`itself ${numberText(latest)}`] : []),
    ...(any ? [`one of them ${numberText(any)}`] : []),
    ...(mean ? [`their mean ${numberText(mean)}`] : []),
  ];
  // Alone, a test of the newest answer is one of the answer that comes.
  if (tests.length === 1 && latest) return `${answer} of ${numberText(latest)}`;
  if (tests.length === 0) return answer;
  const span = within ? ` of ${durationText(within)}` : '';
  return `${answer}, with those before it${span}: ${tests.join(' and ')}`;
}

function invitationText({ survey, surveyKind }: InvitationMatch): string {
  const kind = surveyKind ? `${words(surveyKind)} survey` : 'survey';
  return survey ? `an invitation to the ${kind} "${survey}"` : `an invitation to a ${kind}`;
}

const TESTS: readonly (readonly [keyof NumberTest, string])[] = [
  ['eq', 'exactly'],
  ['gt', 'above'],
  ['gte', 'at least'],
  ['lt', 'below'],
  ['lte', 'at most'],
];

function numberText(test: NumberTest): string {
  return TESTS.filter(([name]) => test[name] !== undefined)
    .map(([name, word]) => `${word} ${test[name]}`)
    .join(' and ');
}

const UNITS: readonly (readonly [number, string])[] = [
  [86_400_000, 'day'],
  [3_600_000, 'hour'],
  [60_000, 'minute'],
];

function durationText(duration: string): string {
  const ms = parseDuration('within', duration);
  const unit = UNITS.find(([size]) => ms % size === 0);
  if (!unit) return formatDuration(ms);
  const n = ms / unit[0];
  return n === 1 ? `1 ${unit[1]}` : `${n} ${unit[1]}s`;
}

/** The name of a thing in the API as one writes it: `support case`. */
function words(name: string): string {
  return name.toLowerCase().replaceAll('_', ' ');
}

function withArticle(noun: string): string {
  // Letters are spelt: an NPS answer.
  return `${/^([aeio]|NPS)/i.test(noun) ? 'an' : 'a'} ${noun}`;
}

function ordinal(n: number): string {
  const teens = n % 100 >= 11 && n % 100 <= 13;
  return `${n}${teens ? 'th' : (['th', 'st', 'nd', 'rd'][n % 10] ?? 'th')}`;
}
