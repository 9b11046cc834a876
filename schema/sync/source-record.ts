// Raw records, as the sources gave them.
import { Field, ObjectType } from 'type-graphql';
import { DateTime, Json } from '../common/scalars.ts';
import { Node } from '../node/node.ts';
import { Connection } from './connection.ts';

@ObjectType('SourceRecord', {
  implements: [Node],
  simpleResolvers: true,
  description: 'One record exactly as its source gave it.',
})
export class SourceRecord extends Node {
  @Field(() => Connection, { description: 'The connection it came through.' })
  connection!: Connection;
  @Field(() => String, { description: 'What kind of record it is there, such as "contact" or "Case".' })
  object!: string;
  @Field(() => String, { description: 'Its id there.' })
  externalId!: string;
  @Field(() => String, { nullable: true, description: "Its page in the source's own application, where there is one." })
  url?: string | null;
  @Field(() => Json, { description: 'All that the source said, unchanged.' })
  payload!: unknown;
  @Field(() => DateTime, { description: 'When the source last changed it.' })
  updatedAt!: Date;
  @Field(() => DateTime, {
    nullable: true,
    description: 'When it was deleted or merged away there; null while it lives.',
  })
  deletedAt?: Date | null;
}
