// Alert rules are saved and listed here, alerts are read and followed.
import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, ID, Info, Mutation, Query, Resolver, Root, Subscription } from 'type-graphql';
import { requireRole } from '../../src/base/access/require-role.ts';
import type { Context, LiveContext } from '../../src/base/context/context.ts';
import { encodeId } from '../../src/base/ids.ts';
import { deleteAlertRule, saveAlertRule } from '../../src/derive/alerts/save.ts';
import { listAlertRules, listAlerts, readAlertRule } from '../../src/serve/graph/alert.read.ts';
import { followAlerts } from '../../src/serve/graph/follow-alerts.ts';
import { orNull } from '../common/describe.ts';
import { select } from '../common/selection.ts';
import { Alert, AlertRule } from './alert.ts';
import { AlertsArgs, SaveAlertRuleInput } from './alert-inputs.ts';

@Resolver()
export class AlertResolver {
  @Query(() => [Alert], orNull('Alerts, newest first: the open ones unless told.'))
  alerts(@Args(() => AlertsArgs) args: AlertsArgs, @Ctx() ctx: Context, @Info() info: GraphQLResolveInfo) {
    return listAlerts(ctx, args, select(info));
  }

  @Query(() => [AlertRule], orNull('All alert rules, by name.'))
  alertRules(@Ctx() ctx: Context, @Info() info: GraphQLResolveInfo) {
    return listAlertRules(ctx, select(info));
  }

  @Mutation(() => AlertRule, {
    description:
      'Creates an alert rule or updates the one with that key; it is evaluated within seconds. A rule that watches something else from now on closes its open alert. Needs the role ANALYST.',
  })
  async saveAlertRule(
    @Arg('input', () => SaveAlertRuleInput, { description: 'The rule.' }) input: SaveAlertRuleInput,
    @Ctx() ctx: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    requireRole(ctx, 'ANALYST');
    return readAlertRule(ctx, await saveAlertRule(ctx, input), select(info));
  }

  @Mutation(() => ID, {
    description: 'Deletes an alert rule with all its alerts. Gives its id. Needs the role ANALYST.',
  })
  async deleteAlertRule(
    @Arg('key', () => String, { description: 'The key of the rule.' }) key: string,
    @Ctx() ctx: Context,
  ): Promise<string> {
    requireRole(ctx, 'ANALYST');
    return encodeId('rule', await deleteAlertRule(ctx, key));
  }

  @Subscription(() => Alert, {
    description: 'Each alert that opens from now on, once: one that opens again in the same bucket is not told again.',
    subscribe: ({ context, info }) => followAlerts(context as LiveContext, select(info as GraphQLResolveInfo)),
  })
  alertOpened(@Root() alert: object): object {
    return alert;
  }
}
