// What makes sense at each argument and input field, so that all around a hostile value is sound.
import {
  type GraphQLInputObjectType,
  type GraphQLInputType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isRequiredInputField,
} from 'graphql';
import { enumValue, type Fields, type Value } from './values.ts';

/** Ids and keys of what is there. */
export interface Things {
  readonly customer: string;
  readonly external: string;
  readonly email: string;
  readonly account: string;
  readonly connection: string;
  /** One that may be changed and taken away. */
  readonly spare: string;
  readonly run: string;
  readonly survey: string;
  readonly question: string;
  readonly segment: string;
  readonly sourceUrl: string;
  /** That lists gave out. */
  readonly cursors: readonly string[];
}

const PERIOD = { last: 'P360D' };

/** By "Type.field", "Type.field.argument" or the name of an input type. What is absent here follows from its type. */
function known(things: Things): Readonly<Record<string, Value>> {
  return {
    PeriodInput: PERIOD,
    CustomerBy: { id: things.customer },
    'CustomerBy.email': things.email,
    'CustomerBy.phone': '+4930901820',
    ExternalIdInput: { source: 'hubspot', object: 'contact', id: things.external },
    SegmentRule: { field: { field: enumValue('COUNTRY'), is: { eq: 'DE' } } },
    'SegmentRule.segment': things.segment,
    ValueTest: { present: true },
    NumberTest: { gte: 1 },
    TraitCondition: { key: 'plan_tier', is: { eq: 'growth' } },
    StageCondition: { journey: 'default', stage: 'onboarding' },
    JourneyStageRef: { journey: 'default', stage: 'onboarding' },
    InteractionCondition: { kind: enumValue('PURCHASE') },
    StageRule: { interaction: { kind: enumValue('PURCHASE') } },
    ScheduleInput: { every: 'PT24H' },
    AlertCondition: { above: 1 },
    'SaveAlertRuleInput.metric': enumValue('NPS'),
    'SaveAlertRuleInput.every': enumValue('MONTH'),
    'SaveAlertRuleInput.level': 0.05,
    'ScheduleSyncInput.every': 'PT24H',
    'RecordInteractionInput.occurredAt': '2026-05-01T10:00:00Z',
    'RecordFigureInput.from': '2026-01-01',
    'RecordFigureInput.to': '2026-01-31',
    'RecordFigureInput.currency': 'EUR',
    'SaveCxIndexInput.components': [{ metric: enumValue('NPS'), weight: 1 }],
    'ConnectInput.connector': 'hubspot',
    'ConnectInput.config': { accessToken: 'pat-eu1-hunted', baseUrl: things.sourceUrl },
    'ConnectInput.key': 'hunted',
    'UpdateConnectionInput.priority': 0,
    'Query.connection.id': things.connection,
    'Query.account.id': things.account,
    'Query.journey.key': 'default',
    'Query.cxIndex.key': 'default',
    'Query.alerts.rule': 'hunted',
    'Query.syncRuns.connection': things.connection,
    'Query.rejectedRecords.connection': things.connection,
    'Segment.explain.customer': things.customer,
    'Mutation.disconnect.id': things.spare,
    'Mutation.updateConnection.id': things.spare,
    'Mutation.testConnection.id': things.spare,
    'Mutation.deleteSegment.key': 'nothing',
    'Mutation.deleteJourney.key': 'nothing',
    'Mutation.deleteAlertRule.key': 'nothing',
    'Mutation.deleteTarget.key': 'nothing',
    'SaveTargetInput.metric': enumValue('NPS'),
    'SaveTargetInput.value': 30,
  };
}

/** By the name of the argument or field alone. */
function usual(things: Things): Readonly<Record<string, Value>> {
  return {
    first: 3,
    key: 'hunted',
    id: things.customer,
    customer: things.customer,
    account: things.account,
    connection: things.connection,
    run: things.run,
    survey: things.survey,
    question: things.question,
    segment: things.segment,
    journey: 'default',
    stage: 'onboarding',
    timeZone: 'Europe/Berlin',
    country: 'DE',
    currency: 'EUR',
    email: things.email,
    source: 'hubspot',
  };
}

const ENUMS: Readonly<Record<string, string>> = {
  Metric: 'NPS',
  Measure: 'NPS',
  Granularity: 'MONTH',
  InteractionKind: 'PURCHASE',
};

const BY_TYPE: Readonly<Record<string, Value>> = {
  ID: 'customer_1',
  String: 'hunted',
  Int: 1,
  Float: 1,
  Boolean: true,
  DateTime: '2026-05-01T10:00:00Z',
  Date: '2026-05-01',
  Duration: 'P30D',
  JSON: { a: 1 },
};

export interface Sense {
  /** A sound value of this type. `place` is "Type.field" or "Type.field.argument". */
  valueOf(type: GraphQLInputType, place: string): Value;
}

export function createSense(things: Things): Sense {
  const special = known(things);
  const common = usual(things);
  const own = (table: Readonly<Record<string, Value>>, key: string): Value | undefined =>
    Object.hasOwn(table, key) ? table[key] : undefined;

  function soundValue(type: GraphQLInputType, place: string): Value {
    const bare = getNullableType(type);
    const exact = own(special, place);
    if (exact !== undefined) return exact;
    if (isListType(bare)) return [soundValue(bare.ofType, place)];
    if (isInputObjectType(bare)) return objectOf(bare.name, bare);
    const name = own(common, place.split('.').at(-1)!);
    if (isEnumType(bare)) return enumValue(ENUMS[bare.name] ?? bare.getValues()[0]!.name);
    const byType = own(BY_TYPE, bare.name) ?? 'hunted';
    return name !== undefined && typeof name === typeof byType ? name : byType;
  }

  function objectOf(name: string, type: GraphQLInputObjectType): Value {
    const given = own(special, name);
    const fields: Record<string, Value> = { ...((given as Fields | undefined) ?? {}) };
    for (const field of Object.values(type.getFields())) {
      const place = `${name}.${field.name}`;
      const wanted = isRequiredInputField(field) || (!type.isOneOf && own(special, place) !== undefined);
      if (wanted && !(field.name in fields)) fields[field.name] = soundValue(field.type, place);
    }
    return fields;
  }
  return { valueOf: soundValue };
}
