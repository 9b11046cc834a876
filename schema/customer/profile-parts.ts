// What a profile is made of and where it came from: traits, identities, provenance.
import { Field, ObjectType } from 'type-graphql';
import { describeEnum } from '../common/describe.ts';
import { DateTime, Json } from '../common/scalars.ts';

@ObjectType('Trait', { description: 'A custom attribute of a customer.', simpleResolvers: true })
export class Trait {
  @Field(() => String, { description: 'Its name, as the connection maps it.' })
  key!: string;
  @Field(() => Json, { nullable: true, description: 'Its value.' })
  value?: unknown;
  @Field(() => String, { description: 'Key of the connection it came from.' })
  source!: string;
  @Field(() => DateTime, { description: 'When the source last changed the record that holds it.' })
  updatedAt!: Date;
}

export const IdentityKind = describeEnum('IdentityKind', 'What kind of value identifies a person.', {
  EMAIL: 'An e-mail address.',
  PHONE: 'A phone number in E.164 form, such as +4930901820.',
  EXTERNAL_ID: 'The id of a record in a source, as "object/id".',
});

@ObjectType('Identity', { description: 'A value that tells who somebody is.', simpleResolvers: true })
export class Identity {
  @Field(() => IdentityKind, { description: 'What kind of value it is.' })
  kind!: keyof typeof IdentityKind;
  @Field(() => String, { description: 'The value in its normal form.' })
  value!: string;
  @Field(() => String, { description: 'Key of the connection that had it first.' })
  source!: string;
  @Field(() => DateTime, { description: 'When it was first seen.' })
  firstSeenAt!: Date;
}

@ObjectType('FieldCandidate', { description: "Another record's value of a field.", simpleResolvers: true })
export class FieldCandidate {
  @Field(() => Json, { nullable: true, description: 'The value there; it may agree with the one that won.' })
  value?: unknown;
  @Field(() => String, { description: 'Key of the connection it came from.' })
  source!: string;
  @Field(() => DateTime, { description: 'When it was last changed there, as far as we saw.' })
  observedAt!: Date;
}

@ObjectType('FieldProvenance', { description: 'Why a field of a customer has its value.', simpleResolvers: true })
export class FieldProvenance {
  @Field(() => String, { description: 'The field, such as "email".' })
  field!: string;
  @Field(() => Json, { nullable: true, description: 'The value that won.' })
  value?: unknown;
  @Field(() => String, { description: 'Key of the connection it came from.' })
  source!: string;
  @Field(() => DateTime, { description: 'When it was last changed there, as far as we saw.' })
  observedAt!: Date;
  @Field(() => String, { description: 'The rule by which it won.' })
  rule!: string;
  @Field(() => [FieldCandidate], { description: 'What the other records say, most recently changed first.' })
  others!: FieldCandidate[];
}
