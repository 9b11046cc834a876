// Canonical records: what every connector maps its vendor's records to. The only words src/ knows.
import { z } from 'zod';

/** A record of the same connection: its object, as the connector names it, and its id there. */
export const Ref = z.object({
  object: z.string().min(1),
  id: z.string().min(1),
  /** Key of another connection; for what applications record themselves, never set by a connector. */
  connection: z.string().nullish(),
});
export type Ref = z.infer<typeof Ref>;

/** A moment, as ISO 8601 in UTC with milliseconds; compared as a time, never as text. */
const moment = z.iso.datetime({ offset: true }).refine(value => !value.startsWith('0000'), 'year 0 does not exist');
const text = z.string();
const maybe = <T extends z.ZodType>(type: T) => type.nullish();

export const LIFECYCLE_STAGES = [
  'SUBSCRIBER',
  'LEAD',
  'QUALIFIED_LEAD',
  'OPPORTUNITY',
  'CUSTOMER',
  'ADVOCATE',
  'FORMER_CUSTOMER',
  'OTHER',
] as const;
export const INTERACTION_KINDS = [
  'SUPPORT_CASE',
  'CALL',
  'EMAIL',
  'CHAT',
  'MEETING',
  'NOTE',
  'TASK',
  'VISIT',
  'FORM_SUBMISSION',
  'SOCIAL_POST',
  'PURCHASE',
  'DEAL',
  'CAMPAIGN_RESPONSE',
  'REFERRAL',
  'OTHER',
] as const;
export const CHANNELS = [
  'EMAIL',
  'PHONE',
  'CHAT',
  'SMS',
  'WEB',
  'IN_APP',
  'SOCIAL',
  'IN_PERSON',
  'MAIL',
  'OTHER',
] as const;
export const DIRECTIONS = ['INBOUND', 'OUTBOUND', 'INTERNAL'] as const;
export const MEASURES = [
  'NPS',
  'CSAT',
  'CES',
  'EFFECTIVENESS',
  'EASE',
  'EMOTION',
  'QUALITY',
  'EXPECTATIONS',
  'IDEAL',
  'EMPLOYEE_ENGAGEMENT',
  'OTHER',
] as const;
export const SURVEY_KINDS = ['RELATIONSHIP', 'TOUCHPOINT'] as const;
export const INVITATION_STATUSES = ['SENT', 'BOUNCED', 'OPENED', 'STARTED', 'COMPLETED'] as const;

/**
 * Something that tells who a person is. Values are given as the source has them; src/identity normalises and blocks.
 * EXTERNAL_ID: `namespace` null means an id of this connection (`value` = "object/id"); a vendor's key, such as
 * "salesforce", means an id that is unique across that vendor's installations (`value` = "Contact/003…").
 */
export const Identifier = z.object({
  kind: z.enum(['EMAIL', 'PHONE', 'EXTERNAL_ID']),
  value: text,
  namespace: maybe(text),
  /** Key of the connection whose id it is, when it is another's; never set by a connector. */
  connection: maybe(text),
});
export type Identifier = z.infer<typeof Identifier>;

/** The fields of a person that survive by rule, each on its own. Absent and null both mean "the source does not say". */
export const PersonFields = z.object({
  givenName: maybe(text),
  familyName: maybe(text),
  email: maybe(text),
  phone: maybe(text),
  jobTitle: maybe(text),
  /** ISO 3166-1 alpha-2 where the source's value can be read as a country, else as given. */
  country: maybe(text),
  /** BCP 47 tag, such as "de" or "pt-BR". */
  language: maybe(text),
  lifecycleStage: maybe(z.enum(LIFECYCLE_STAGES)),
});
export type PersonFields = z.infer<typeof PersonFields>;

/** When a person came into a stage, as their source dates it. */
export const StageEntry = z.object({ stage: z.enum(LIFECYCLE_STAGES), at: moment });
export type StageEntry = z.infer<typeof StageEntry>;

/** A contact, lead or user account: one record of a human being. */
export const Person = z.object({
  type: z.literal('person'),
  /** Ids under which the source knows this person besides the record's own: merged losers, a converted lead's contact. */
  identifiers: z.array(Identifier),
  fields: PersonFields,
  /** Custom attributes, by mapped name. */
  traits: z.record(text, z.json()),
  /** Stages that the source dates, gone by or present, in any order; of several dates of one stage the first counts. */
  stages: maybe(z.array(StageEntry)),
  account: maybe(Ref),
  createdAt: maybe(moment),
});

/** A company or business account. Records of the same domain are one account. */
export const Organization = z.object({
  type: z.literal('organization'),
  /** Other records of this connection that were merged into this one, as "object/id". */
  aliases: z.array(text).default([]),
  name: maybe(text),
  domain: maybe(text),
  industry: maybe(text),
  country: maybe(text),
  employees: maybe(z.number()),
  annualRevenue: maybe(z.number()),
  currency: maybe(text),
});

/** Anything that happened between a person and us. */
export const Interaction = z.object({
  type: z.literal('interaction'),
  kind: z.enum(INTERACTION_KINDS),
  channel: z.enum(CHANNELS).default('OTHER'),
  touchpoint: maybe(text),
  direction: maybe(z.enum(DIRECTIONS)),
  occurredAt: moment,
  endedAt: maybe(moment),
  subject: maybe(text),
  body: maybe(text),
  customer: maybe(Ref),
  account: maybe(Ref),
  /** The case this conversation belongs to. */
  case: maybe(Ref),
  /** SUPPORT_CASE only. `status` is the source's own label. */
  status: maybe(text),
  priority: maybe(text),
  /** First public answer by an agent, where the source states it; otherwise derived from the case's conversations. */
  firstResponseAt: maybe(moment),
  resolvedAt: maybe(moment),
  reopenCount: maybe(z.int().nonnegative().max(1_000_000)),
  /** Calls and chats: how long it took, in seconds. */
  durationSeconds: maybe(z.number().nonnegative()),
  /** PURCHASE and DEAL: value and ISO 4217 currency. */
  amount: maybe(z.number()),
  currency: maybe(text),
});

export const Question = z.object({
  key: text.min(1),
  text: text,
  measure: z.enum(MEASURES),
  scaleMin: maybe(z.number()),
  scaleMax: maybe(z.number()),
  higherIsBetter: z.boolean().default(true),
  positiveFrom: maybe(z.number()),
});
export type Question = z.infer<typeof Question>;

/** A survey and what is known of its questions; questions named only by answers are added when they come. */
export const Survey = z.object({
  type: z.literal('survey'),
  /** Unique within the connection; src prefixes it with the connection's key. */
  key: text.min(1),
  name: text,
  kind: z.enum(SURVEY_KINDS),
  questions: z.array(Question).default([]),
});

export const Invitation = z.object({
  type: z.literal('invitation'),
  survey: text,
  customer: maybe(Ref),
  sentAt: moment,
  status: z.enum(INVITATION_STATUSES),
});

/** One answered questionnaire. `answers` may be empty when the source gives each answer as a record of its own. */
export const Response = z.object({
  type: z.literal('response'),
  survey: text,
  customer: maybe(Ref),
  account: maybe(Ref),
  respondedAt: moment,
  channel: z.enum(CHANNELS).default('OTHER'),
  touchpoint: maybe(text),
  case: maybe(Ref),
  answers: z.array(z.object({ question: text, score: maybe(z.number()), text: maybe(text) })).default([]),
});

/** One answer that comes as a record of its own, possibly before its response does. */
export const Answer = z.object({
  type: z.literal('answer'),
  response: Ref,
  question: Question,
  score: maybe(z.number()),
  text: maybe(text),
});

/**
 * All links from one record to records of one object: the whole set, so that what is missing was removed.
 * `role` says what the target is to the source record. The first target is the primary one.
 */
export const Links = z.object({
  type: z.literal('links'),
  from: Ref,
  role: z.enum(['customer', 'account', 'case']),
  toObject: text,
  to: z.array(text),
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
