// Pure: conditions on what happened with the customer up to now, and on what followed it.
import { z } from 'zod';
import { KINDS } from '../../../../connectors/interaction-kinds.ts';
import { CHANNELS, INTERACTION_KINDS } from '../../../../connectors/vocabulary.ts';
import { boolean, parts, text as textInput, word } from '../../../base/input.ts';
import { CHANNELS_IN_WORDS } from '../channel-words.ts';
import { Chains } from '../compile/chains.ts';
import { noteFuture } from '../compile/future.ts';
import { chainOf, kindOf } from '../compile/interaction-base.ts';
import { Interactions } from '../compile/interactions.ts';
import { condition } from '../condition.ts';
import { duration, spanText } from '../duration.ts';
import { type NumberTest, numberTest, numberTestText } from '../number-test.ts';
import { quoted } from '../value-test.ts';

/**
 * Without `count` at least one must be there; `amount` tests the sum of their amounts. With `then` only those count that
 * something else followed: `then` looks at what came later than that one, and its `within` is counted from it.
 */
export interface InteractionCondition {
  readonly kind?: (typeof INTERACTION_KINDS)[number];
  readonly channel?: (typeof CHANNELS)[number];
  readonly touchpoint?: string;
  /** Support cases alone: those that are (or are not) resolved by now. */
  readonly open?: boolean;
  readonly within?: string;
  readonly count?: NumberTest;
  readonly amount?: NumberTest;
  readonly then?: InteractionCondition;
}

/** So many times something may follow something. */
const LONGEST_CHAIN = 3;

function schemaOf(followed: number): z.ZodType<InteractionCondition> {
  const next =
    followed === LONGEST_CHAIN
      ? z.never(`"then" follows "then" ${LONGEST_CHAIN} times at most.`)
      : z.lazy(() => schemaOf(followed + 1));
  return parts({
    kind: word(INTERACTION_KINDS).optional(),
    channel: word(CHANNELS).optional(),
    touchpoint: textInput.optional(),
    open: boolean.optional(),
    within: duration.optional(),
    count: numberTest.optional(),
    amount: numberTest.optional(),
    // biome-ignore lint/suspicious/noThenProperty: the name in the API
    then: next.optional(),
  }).refine(({ open, kind = 'SUPPORT_CASE' }) => open === undefined || kind === 'SUPPORT_CASE', {
    path: ['open'],
    error: ({ input }) =>
      `Only cases are open or not, kind SUPPORT_CASE; this asks for ${(input as InteractionCondition).kind}.`,
  });
}

class Asked {
  readonly links: InteractionCondition[] = [];
}

export const interaction = condition<InteractionCondition>({
  schema: schemaOf(0),
  sql(b, asked) {
    b.shared(Asked).links.push(...chainOf(asked));
    return (asked.then ? b.shared(Chains) : b.shared(Interactions)).add(asked);
  },
  finish(b) {
    const kinds = b.shared(Asked).links.map(kindOf);
    noteFuture(b, 'interaction', { customer: 'customer_id', at: 'occurred_at' }, kinds);
  },
  text: asked => textOf(asked, asked.within === undefined ? '' : `in the last ${spanText(asked.within)}`),
  // What PostgreSQL has to keep of a row grows with each that must follow another.
  size: asked => chainOf(asked).length,
});

/** Such as "at least 3 support cases in the last 90 days". */
function textOf({ kind, open, channel, touchpoint, count, amount, then }: InteractionCondition, span: string): string {
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
    then ? `followed ${then.within === undefined ? '' : `within ${spanText(then.within)} `}by ${textOf(then, '')}` : '',
  ]
    .filter(Boolean)
    .join(' ');
}

/** The number that stands last before the noun decides. */
function isSingle(test: NumberTest): boolean {
  return (test.lt ?? test.lte ?? test.gt ?? test.gte ?? test.eq) === 1;
}

function isNone(test: NumberTest): boolean {
  return Object.keys(test).length === 1 && (test.eq === 0 || test.lt === 1 || test.lte === 0);
}
