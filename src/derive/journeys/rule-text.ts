// Pure: what brings customers into a stage, in words.
import { KINDS } from '../../../connectors/interaction-kinds.ts';
import { CHANNELS_IN_WORDS } from '../rules/channel-words.ts';
import { type AnswerCondition, measureText } from '../rules/conditions/answer.ts';
import { spanText } from '../rules/duration.ts';
import { numberTestText } from '../rules/number-test.ts';
import { quoted } from '../rules/value-test.ts';
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
  const what = kind ? KINDS[kind].words[0] : 'interaction';
  const where = [...(channel ? [CHANNELS_IN_WORDS[channel]] : []), ...(touchpoint ? [`at ${quoted(touchpoint)}`] : [])];
  const thing = [nth === 1 ? withArticle(what) : `the ${ordinal(nth)} or a later ${what}`, ...where].join(' ');
  if (moment === 'OCCURRED') return thing;
  return moment === 'ANSWERED' ? `the first answer to ${thing}` : `the resolution of ${thing}`;
}

const EXACTLY = 'exactly ';

function answerText({ measure, within, latest, any, mean }: AnswerCondition): string {
  const answer = `${withArticle(measureText(measure))} answer`;
  const tests = [
    ...(latest ? [`itself ${numberTestText(latest, EXACTLY)}`] : []),
    ...(any ? [`one of them ${numberTestText(any, EXACTLY)}`] : []),
    ...(mean ? [`their mean ${numberTestText(mean, EXACTLY)}`] : []),
  ];
  // Alone, a test of the newest answer is one of the answer that comes.
  if (tests.length === 1 && latest) return `${answer} of ${numberTestText(latest, EXACTLY)}`;
  if (tests.length === 0) return answer;
  const span = within ? ` of ${spanText(within)}` : '';
  return `${answer}, with those before it${span}: ${tests.join(' and ')}`;
}

function invitationText({ survey, surveyKind }: InvitationMatch): string {
  const kind = surveyKind ? `${words(surveyKind)} survey` : 'survey';
  return survey ? `an invitation to the ${kind} ${quoted(survey)}` : `an invitation to a ${kind}`;
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
