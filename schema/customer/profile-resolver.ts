// Queries about customers, accounts and what happened with them.
import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, ID, Info, Query, Resolver } from 'type-graphql';
import type { Context } from '../../src/base/context/context.ts';
import { findAccount, listAccounts } from '../../src/serve/graph/account.read.ts';
import { findCustomer, listCustomers } from '../../src/serve/graph/customer.read.ts';
import { listInteractions } from '../../src/serve/graph/interaction.read.ts';
import { Account, AccountConnection, AccountsArgs } from '../account/account.ts';
import { orNull, Takes } from '../common/describe.ts';
import { select } from '../common/selection.ts';
import { InteractionConnection, InteractionsArgs } from '../interaction/interaction-list.ts';
import { Customer } from './customer.ts';
import { CustomerBy, CustomersArgs } from './customer-args.ts';
import { CustomerConnection } from './customer-list.ts';

@Resolver()
export class ProfileResolver {
  @Query(() => Customer, { nullable: true, description: 'One customer; null when there is none.' })
  customer(
    @Arg('by', () => CustomerBy, { description: 'Whom you mean.' }) by: CustomerBy,
    @Ctx() ctx: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return findCustomer(ctx, by, select(info));
  }

  @Takes(() => CustomersArgs)
  @Query(() => CustomerConnection, orNull('All customers, page by page.'))
  customers(@Ctx() ctx: Context, @Info() info: GraphQLResolveInfo) {
    return listCustomers(ctx, select(info));
  }

  @Query(() => Account, { nullable: true, description: 'One account; null when there is none.' })
  account(
    @Arg('id', () => ID, { description: 'Its id. An id of before a merge still finds it.' }) id: string,
    @Ctx() ctx: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return findAccount(ctx, id, select(info));
  }

  @Takes(() => AccountsArgs)
  @Query(() => AccountConnection, orNull('All accounts, page by page, by name.'))
  accounts(@Ctx() ctx: Context, @Info() info: GraphQLResolveInfo) {
    return listAccounts(ctx, select(info));
  }

  @Takes(() => InteractionsArgs)
  @Query(() => InteractionConnection, orNull('Everything that happened, page by page, newest first.'))
  interactions(@Ctx() ctx: Context, @Info() info: GraphQLResolveInfo) {
    return listInteractions(ctx, select(info));
  }
}
