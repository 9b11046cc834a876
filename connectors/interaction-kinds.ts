// Pure: the kinds of interactions, a record each: all that the house does differently from kind to kind follows from it.

export interface InteractionKind {
  /** For readers of the API. */
  readonly description: string;
  /** In a sentence: one of them, and several. */
  readonly words: readonly [one: string, several: string];
  /** Its type in the API. An Activity about a support case is a Conversation all the same. */
  readonly type: 'SupportCase' | 'Purchase' | 'Conversation' | 'Activity';
  /**
   * Whose words its text is: the customer's, unless the source says that it went out; ours, as of notes about a customer,
   * also where it came in; or the words of whoever sent it, and nobody knows whose where the source does not say.
   */
  readonly author: 'CUSTOMER' | 'SENDER' | 'US';
  /** What metrics count of it, beside how its text sounds. */
  readonly counts?: 'CASE' | 'HANDLE' | 'PURCHASE' | 'REFERRAL';
}

/** In the order in which users see them. SUPPORT_CASE alone is opened and resolved, and has conversations of its own. */
export const KINDS = {
  SUPPORT_CASE: {
    description: 'A request for help, with all that followed.',
    words: ['support case', 'support cases'],
    type: 'SupportCase',
    author: 'CUSTOMER',
    counts: 'CASE',
  },
  CALL: {
    description: 'A phone call.',
    words: ['call', 'calls'],
    type: 'Conversation',
    author: 'US',
    counts: 'HANDLE',
  },
  EMAIL: { description: 'An e-mail.', words: ['e-mail', 'e-mails'], type: 'Conversation', author: 'SENDER' },
  CHAT: {
    description: 'A chat.',
    words: ['chat', 'chats'],
    type: 'Conversation',
    author: 'SENDER',
    counts: 'HANDLE',
  },
  MEETING: { description: 'A meeting.', words: ['meeting', 'meetings'], type: 'Activity', author: 'US' },
  NOTE: {
    description: 'A note that somebody of ours wrote.',
    words: ['note', 'notes'],
    type: 'Activity',
    author: 'US',
  },
  TASK: {
    description: 'Something that somebody of ours was to do.',
    words: ['task', 'tasks'],
    type: 'Activity',
    author: 'US',
  },
  VISIT: {
    description: 'A visit to a page or place.',
    words: ['visit', 'visits'],
    type: 'Activity',
    author: 'SENDER',
  },
  FORM_SUBMISSION: {
    description: 'A form that was sent in.',
    words: ['form submission', 'form submissions'],
    type: 'Activity',
    author: 'CUSTOMER',
  },
  SOCIAL_POST: {
    description: 'A post in a social network.',
    words: ['social post', 'social posts'],
    type: 'Activity',
    author: 'CUSTOMER',
  },
  PURCHASE: {
    description: 'Something was bought.',
    words: ['purchase', 'purchases'],
    type: 'Purchase',
    author: 'US',
    counts: 'PURCHASE',
  },
  DEAL: {
    description: 'A deal that sales worked on, won or not.',
    words: ['deal', 'deals'],
    type: 'Activity',
    author: 'US',
  },
  CAMPAIGN_RESPONSE: {
    description: 'A reaction to a campaign.',
    words: ['campaign response', 'campaign responses'],
    type: 'Activity',
    author: 'SENDER',
  },
  REFERRAL: {
    description: 'Somebody was recommended to us.',
    words: ['referral', 'referrals'],
    type: 'Activity',
    author: 'SENDER',
    counts: 'REFERRAL',
  },
  OTHER: {
    description: 'None of these.',
    words: ['interaction of another kind', 'interactions of another kind'],
    type: 'Activity',
    author: 'SENDER',
  },
} as const satisfies Readonly<Record<string, InteractionKind>>;

export type KindName = keyof typeof KINDS;

const RECORDS: Readonly<Record<string, InteractionKind>> = KINDS;

export const INTERACTION_KINDS = Object.keys(KINDS) as [KindName, ...KindName[]];

/** Null for a kind that there is no more. */
export function kindOf(name: string): InteractionKind | null {
  return RECORDS[name] ?? null;
}

/** All that are of this type, or are counted so. */
export function kindsWhere(test: (kind: InteractionKind) => boolean): KindName[] {
  return INTERACTION_KINDS.filter(name => test(RECORDS[name]!));
}
