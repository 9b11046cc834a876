// Canonical records: what every connector maps its vendor's records to. The only words src/ knows.
// Each value has its bounds here. A mapper need not keep them: src/ingest/page/take-record.ts does.
import { z } from 'zod';
import {
  FIRST_YEAR,
  isDeeperThan,
  MAX_AMOUNT,
  MAX_ID,
  MAX_LABEL,
  MAX_LINE,
  MAX_LINKS,
  MAX_LIST,
  MAX_OBJECT,
  MAX_SCORE,
  MAX_SECONDS,
  MAX_TEXT,
  MAX_TRAIT,
  MAX_TRAIT_DEPTH,
  MAX_TRAITS,
  YEARS_AHEAD,
} from './bounds.ts';
import {
  CHANNELS,
  DIRECTIONS,
  INTERACTION_KINDS,
  INVITATION_STATUSES,
  LIFECYCLE_STAGES,
  MEASURES,
  SURVEY_KINDS,
} from './vocabulary.ts';

/** What is too long here is cut to this length, not left out: texts that are read, and lists. */
export const CUT = z.registry<{ readonly length: number }>();

const maybe = <T extends z.ZodType>(type: T) => type.nullish();
const id = z.string().min(1).max(MAX_ID);
const label = z.string().max(MAX_LABEL);
const prose = (length: number) => z.string().max(length).register(CUT, { length });
const list = <T extends z.ZodType>(type: T, length = MAX_LIST) => z.array(type).max(length).register(CUT, { length });
const within = (most: number) => z.number().min(-most).max(most);
/** Moments are believed from 1900 to ten years from now. */
export function isBelievable(moment: Date, now: Date = new Date()): boolean {
  const year = moment.getUTCFullYear();
  // An invalid date has no year, and is none that can be compared.
  return year >= FIRST_YEAR && year <= now.getUTCFullYear() + YEARS_AHEAD;
}

/** A moment, as ISO 8601 in UTC with milliseconds; compared as a time, never as text. */
const moment = z.iso
  .datetime({ offset: true })
  .refine(value => isBelievable(new Date(value)), 'not a moment from 1900 to ten years ahead');
const calendarDay = z.iso
  .date()
  .refine(value => isBelievable(new Date(value)), 'not a day from 1900 to ten years ahead');
const currency = z
  .string()
  .regex(/^[A-Z]{3}$/i, 'not an ISO 4217 code such as EUR')
  .toUpperCase();
const score = within(MAX_SCORE);

/** A record of the same connection: its object, as the connector names it, and its id there. */
export const Ref = z.object({
  object: z.string().min(1).max(MAX_OBJECT),
  id,
  /** Key of another connection; for what applications record themselves, never set by a connector. */
  connection: maybe(z.string().max(MAX_OBJECT)),
});
export type Ref = z.infer<typeof Ref>;

/**
 * Something that tells who a person is. Values are given as the source has them; src/ingest/identity normalises and blocks.
 * EXTERNAL_ID: `namespace` null means an id of this connection (`value` = "object/id"); a vendor's key, such as
 * "salesforce", means an id that is unique across that vendor's installations (`value` = "Contact/003…").
 */
export const Identifier = z.object({
  kind: z.enum(['EMAIL', 'PHONE', 'EXTERNAL_ID']),
  value: z.string().max(MAX_ID),
  namespace: maybe(z.string().max(MAX_OBJECT)),
  /** Key of the connection whose id it is, when it is another's; never set by a connector. */
  connection: maybe(z.string().max(MAX_OBJECT)),
});
export type Identifier = z.infer<typeof Identifier>;

/** The fields of a person that survive by rule, each on its own. Absent and null both mean "the source does not say". */
export const PersonFields = z.object({
  givenName: maybe(label),
  familyName: maybe(label),
  email: maybe(label),
  phone: maybe(label),
  jobTitle: maybe(label),
  /** ISO 3166-1 alpha-2 where the source's value can be read as a country, else as given. */
  country: maybe(label),
  /** BCP 47 tag, such as "de" or "pt-BR". */
  language: maybe(label),
  lifecycleStage: maybe(z.enum(LIFECYCLE_STAGES)),
});
export type PersonFields = z.infer<typeof PersonFields>;

/** When a person came into a stage, as their source dates it. */
export const StageEntry = z.object({ stage: z.enum(LIFECYCLE_STAGES), at: moment });
export type StageEntry = z.infer<typeof StageEntry>;

/** A custom attribute: small, since it is kept in every profile. */
const Trait = z
  .json()
  .refine(value => JSON.stringify(value).length <= MAX_TRAIT, `longer than ${MAX_TRAIT} characters`)
  .refine(value => !isDeeperThan(value, MAX_TRAIT_DEPTH), `lists within lists, more than ${MAX_TRAIT_DEPTH} deep`);

/** A contact, lead or user account: one record of a human being. */
export const Person = z.object({
  type: z.literal('person'),
  /** Ids under which the source knows this person besides the record's own: merged losers, a converted lead's contact. */
  identifiers: list(Identifier),
  fields: PersonFields,
  /** Custom attributes, by mapped name. */
  traits: z
    .record(label, Trait)
    .refine(traits => Object.keys(traits).length <= MAX_TRAITS, `more than ${MAX_TRAITS}`)
    .register(CUT, { length: MAX_TRAITS }),
  /** Stages that the source dates, gone by or present, in any order; of several dates of one stage the first counts. */
  stages: maybe(list(StageEntry)),
  account: maybe(Ref),
  createdAt: maybe(moment),
});

/** A company or business account. Records of the same domain are one account. */
export const Organization = z.object({
  type: z.literal('organization'),
  /** Other records of this connection that were merged into this one, as "object/id". */
  aliases: list(id).default([]),
  name: maybe(label),
  domain: maybe(label),
  industry: maybe(label),
  country: maybe(label),
  employees: maybe(
    z
      .number()
      .min(0)
      .max(2 ** 31 - 1),
  ),
  annualRevenue: maybe(within(MAX_AMOUNT)),
  currency: maybe(currency),
});

/** Anything that happened between a person and us. */
export const Interaction = z.object({
  type: z.literal('interaction'),
  kind: z.enum(INTERACTION_KINDS),
  channel: z.enum(CHANNELS).default('OTHER'),
  touchpoint: maybe(label),
  direction: maybe(z.enum(DIRECTIONS)),
  occurredAt: moment,
  /** The day, where the source tells a date without a time: `occurredAt` is a moment that stands for it. */
  occurredOn: maybe(calendarDay),
  endedAt: maybe(moment),
  subject: maybe(prose(MAX_LINE)),
  body: maybe(prose(MAX_TEXT)),
  customer: maybe(Ref),
  account: maybe(Ref),
  /** The case this conversation belongs to. */
  case: maybe(Ref),
  /** SUPPORT_CASE only. `status` is the source's own label. */
  status: maybe(label),
  priority: maybe(label),
  /** Cases and conversations: who of us handles it. The e-mail address where the source tells it, so that one person is one in all sources; else the name. */
  agent: maybe(label),
  /** First public answer by an agent, where the source states it; otherwise derived from the case's conversations. */
  firstResponseAt: maybe(moment),
  resolvedAt: maybe(moment),
  /** How often it was opened again after it was resolved. Null where the source does not tell: 0 says that it never was. */
  reopenCount: maybe(z.int().nonnegative().max(1_000_000)),
  /** When it was first opened again, and first resolved, where the source dates it. `resolvedAt` is the last time. */
  reopenedAt: maybe(moment),
  firstResolvedAt: maybe(moment),
  /** How often the customer got in touch about it, where the source states it; otherwise derived from its conversations. */
  contactCount: maybe(z.int().nonnegative().max(1_000_000)),
  /** Calls and chats: how long it took, in seconds. */
  durationSeconds: maybe(z.number().nonnegative().max(MAX_SECONDS)),
  /** PURCHASE and DEAL: value and ISO 4217 currency. */
  amount: maybe(within(MAX_AMOUNT)),
  currency: maybe(currency),
});

export const Question = z.object({
  key: id,
  text: prose(MAX_LINE),
  measure: z.enum(MEASURES),
  scaleMin: maybe(score),
  scaleMax: maybe(score),
  higherIsBetter: z.boolean().default(true),
  positiveFrom: maybe(score),
});
export type Question = z.infer<typeof Question>;

/** A survey and what is known of its questions; questions named only by answers are added when they come. */
export const Survey = z.object({
  type: z.literal('survey'),
  /** Unique within the connection; src prefixes it with the connection's key. */
  key: id,
  name: prose(MAX_LINE),
  kind: z.enum(SURVEY_KINDS),
  questions: list(Question).default([]),
});

export const Invitation = z.object({
  type: z.literal('invitation'),
  survey: id,
  customer: maybe(Ref),
  sentAt: moment,
  status: z.enum(INVITATION_STATUSES),
});

/** One answered questionnaire. `answers` may be empty when the source gives each answer as a record of its own. */
export const Response = z.object({
  type: z.literal('response'),
  survey: id,
  customer: maybe(Ref),
  account: maybe(Ref),
  respondedAt: moment,
  channel: z.enum(CHANNELS).default('OTHER'),
  touchpoint: maybe(label),
  case: maybe(Ref),
  answers: list(z.object({ question: id, score: maybe(score), text: maybe(prose(MAX_TEXT)) })).default([]),
});

/** One answer that comes as a record of its own, possibly before its response does. */
export const Answer = z.object({
  type: z.literal('answer'),
  response: Ref,
  question: Question,
  score: maybe(score),
  text: maybe(prose(MAX_TEXT)),
});

/**
 * All links from one record to records of one object: the whole set, so that what is missing was removed.
 * `role` says what the target is to the source record. The first target is the primary one.
 */
export const Links = z.object({
  type: z.literal('links'),
  from: Ref,
  role: z.enum(['customer', 'account', 'case']),
  toObject: z.string().min(1).max(MAX_OBJECT),
  to: list(id, MAX_LINKS),
});

export const CanonicalRecord = z.discriminatedUnion('type', [
  Person,
  Organization,
  Interaction,
  Survey,
  Invitation,
  Response,
  Answer,
  Links,
]);
/** What a mapper returns: defaults may be left out, src fills them in when it parses. */
export type CanonicalInput = z.input<typeof CanonicalRecord>;
export type CanonicalRecord = z.output<typeof CanonicalRecord>;
export type Of<T extends CanonicalRecord['type']> = Extract<CanonicalRecord, { type: T }>;
