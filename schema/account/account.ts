// Accounts: the companies that customers belong to.
import { ArgsType, Field, Int, ObjectType } from 'type-graphql';
import { Takes } from '../common/describe.ts';
import { Money } from '../common/money.ts';
import { connectionOf, ForwardArgs, PageArgs } from '../common/paging.ts';
import { CustomerConnection } from '../customer/customer-list.ts';
import { InteractionConnection, NestedInteractionsArgs } from '../interaction/interaction-list.ts';
import { Node } from '../node/node.ts';
import { SourceRecord } from '../sync/source-record.ts';

@ObjectType('Account', {
  implements: [Node],
  simpleResolvers: true,
  description: 'A company or other organisation that customers belong to, put together from all sources.',
})
export class Account extends Node {
  @Field(() => String, { description: 'Its name.' })
  name!: string;
  @Field(() => String, { nullable: true, description: 'Its internet domain, such as acme.example.' })
  domain?: string | null;
  @Field(() => String, { nullable: true, description: 'Its line of business, as the source has it.' })
  industry?: string | null;
  @Field(() => String, { nullable: true, description: 'Its country, as the source has it.' })
  country?: string | null;
  @Field(() => Int, { nullable: true, description: 'How many people work there.' })
  employees?: number | null;
  @Field(() => Money, { nullable: true, description: 'What it turns over in a year.' })
  annualRevenue?: Money | null;
  @Takes(() => ForwardArgs)
  @Field(() => CustomerConnection, { description: 'Its people, earliest known first.' })
  customers!: InstanceType<typeof CustomerConnection>;
  @Takes(() => NestedInteractionsArgs)
  @Field(() => InteractionConnection, { description: 'What happened with its people, newest first.' })
  interactions!: InstanceType<typeof InteractionConnection>;
  @Field(() => [SourceRecord], { description: 'The raw records behind this account.' })
  sourceRecords!: SourceRecord[];
}

export const AccountConnection = connectionOf('Account', () => Account, 'accounts');

@ArgsType()
export class AccountsArgs extends PageArgs {
  @Field(() => String, {
    nullable: true,
    description: 'Words or parts of words, all of which occur in name or domain.',
  })
  search?: string | null;
}
