// Pure: conditions on interactions in plain English.
import type { InteractionCondition, NumberTest } from './rule.ts';
import { numberTestText, quoted, spanText } from './value-text.ts';

type Kind = NonNullable<InteractionCondition['kind']>;
type Channel = NonNullable<InteractionCondition['channel']>;

/** One, and several. */
export const KINDS_IN_WORDS: Readonly<Record<Kind, readonly [string, string]>> = {
  SUPPORT_CASE: ['support case', 'support cases'],
  CALL: ['call', 'calls'],
  EMAIL: ['e-mail', 'e-mails'],
  CHAT: ['chat', 'chats'],
  MEETING: ['meeting', 'meetings'],
  NOTE: ['note', 'notes'],
  TASK: ['task', 'tasks'],
  VISIT: ['visit', 'visits'],
  FORM_SUBMISSION: ['form submission', 'form submissions'],
  SOCIAL_POST: ['social post', 'social posts'],
  PURCHASE: ['purchase', 'purchases'],
  DEAL: ['deal', 'deals'],
  CAMPAIGN_RESPONSE: ['campaign response', 'campaign responses'],
  REFERRAL: ['referral', 'referrals'],
  OTHER: ['interaction of another kind', 'interactions of another kind'],
};

export const CHANNELS_IN_WORDS: Readonly<Record<Channel, string>> = {
  EMAIL: 'by e-mail',
  PHONE: 'by phone',
  CHAT: 'by chat',
  SMS: 'by text message',
  WEB: 'on the web',
  IN_APP: 'in the app',
  SOCIAL: 'on social media',
  IN_PERSON: 'in person',
  MAIL: 'by mail',
  OTHER: 'by another channel',
};

/** Such as "at least 3 support cases in the last 90 days". */
export function interactionText(condition: InteractionCondition, span = inTheLast(condition.within)): string {
  const { kind, open, channel, touchpoint, count, amount, then } = condition;
  const isOne = count === undefined || isSingle(count);
  const usual: readonly [string, string] =
    open === undefined ? ['interaction', 'interactions'] : KINDS_IN_WORDS.SUPPORT_CASE;
  const [one, several] = kind === undefined ? usual : KINDS_IN_WORDS[kind];
  return [
    count === undefined ? 'at least 1' : isNone(count) ? 'no' : numberTestText(count, 'exactly '),
    open === undefined ? '' : open ? 'open' : 'resolved',
    isOne && !(count && isNone(count)) ? one : several,
    channel ? CHANNELS_IN_WORDS[channel] : '',
    touchpoint === undefined ? '' : `at ${quoted(touchpoint)}`,
    span,
    amount ? `worth ${numberTestText(amount, 'exactly ')} in all` : '',
    then
      ? `followed ${then.within === undefined ? '' : `within ${spanText(then.within)} `}by ${interactionText(then, '')}`
      : '',
  ]
    .filter(Boolean)
    .join(' ');
}

const inTheLast = (within: string | undefined) => (within === undefined ? '' : `in the last ${spanText(within)}`);

/** The number that stands last before the noun decides. */
function isSingle(test: NumberTest): boolean {
  return (test.lt ?? test.lte ?? test.gt ?? test.gte ?? test.eq) === 1;
}

function isNone(test: NumberTest): boolean {
  return Object.keys(test).length === 1 && (test.eq === 0 || test.lt === 1 || test.lte === 0);
}
