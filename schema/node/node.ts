// Things with an id of their own.
import { Field, ID, InterfaceType } from 'type-graphql';

@InterfaceType('Node', { description: 'Anything that has an id of its own and can be fetched by it with `node`.' })
export abstract class Node {
  @Field(() => ID, { description: 'Stable id, unique across all kinds of things.' })
  id!: string;
}
