// Pure: conditions on interactions in plain English.
import { KINDS } from '../../../connectors/interaction-kinds.ts';
import type { InteractionCondition, NumberTest } from './rule.ts';
import { numberTestText, quoted, spanText } from './value-text.ts';

type Channel = NonNullable<InteractionCondition['channel']>;

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
    open === undefined ? ['interaction', 'interactions'] : KINDS.SUPPORT_CASE.words;
  const [one, several] = kind === undefined ? usual : KINDS[kind].words;
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
