// Connectors: the kinds of sources that can be connected.
import { Field, ObjectType } from 'type-graphql';

@ObjectType('ConfigField', { description: 'A setting that a connector needs.', simpleResolvers: true })
export class ConfigField {
  @Field(() => String, { description: 'Its name in the `config` of `connect`.' })
  key!: string;
  @Field(() => String, { description: 'Its name for people.' })
  label!: string;
  @Field(() => Boolean, { description: 'True for credentials: they are stored encrypted and never shown again.' })
  secret!: boolean;
  @Field(() => Boolean, { description: 'True when nothing works without it.' })
  required!: boolean;
  @Field(() => String, { description: 'What it is and where to find it.' })
  description!: string;
}

@ObjectType('Connector', { description: 'A kind of source that can be connected.', simpleResolvers: true })
export class Connector {
  @Field(() => String, { description: 'Its name in `connect`, such as "hubspot".' })
  key!: string;
  @Field(() => String, { description: 'Its name for people.' })
  name!: string;
  @Field(() => String, { description: 'What it reads.' })
  description!: string;
  @Field(() => [ConfigField], { description: 'The settings it needs.' })
  configFields!: ConfigField[];
  @Field(() => [String], { description: 'The streams of records it can read.' })
  streams!: string[];
}
