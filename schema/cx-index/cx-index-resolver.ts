// Queries and mutations about CX indices.
import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, Info, Mutation, Query, Resolver } from 'type-graphql';
import { requireRole } from '../../src/base/access/require-role.ts';
import type { Context } from '../../src/base/context/context.ts';
import { listIndices } from '../../src/derive/metrics/index/definitions.ts';
import { readIndex } from '../../src/derive/metrics/index/read.ts';
import type { IndexReport } from '../../src/derive/metrics/index/report.ts';
import { saveIndex } from '../../src/derive/metrics/index/save.ts';
import { orNull } from '../common/describe.ts';
import { asksFor } from '../common/selection.ts';
import { POINT_COMPARISONS } from '../metric/metric-resolver.ts';
import { CxIndexDefinition, SaveCxIndexInput } from './cx-index-definition.ts';
import { CxIndexArgs, CxIndexReport } from './cx-index-report.ts';

@Resolver()
export class CxIndexResolver {
  @Query(
    () => [CxIndexDefinition],
    orNull(
      'All CX indices by name, each in its newest version: the templates `default`, `txr`, `cxi` and `acsi`, and those saved with `saveCxIndex`.',
    ),
  )
  cxIndexDefinitions(
    @Arg('versions', () => Boolean, { nullable: true, defaultValue: false, description: 'Gives older versions too.' })
    versions: boolean | null,
    @Ctx() ctx: Context,
  ): Promise<CxIndexDefinition[]> {
    return listIndices(ctx.sql, { versions: versions ?? false });
  }

  @Query(
    () => CxIndexReport,
    orNull(
      'A CX index over a period, by group and point, with intervals, comparisons, and what each component adds to it.',
    ),
  )
  cxIndex(
    @Args(() => CxIndexArgs) { key, ...request }: CxIndexArgs,
    @Ctx() ctx: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<IndexReport> {
    const comparePoints = asksFor(info, POINT_COMPARISONS);
    return readIndex(ctx, { ...request, key: key ?? 'default', comparePoints });
  }

  @Mutation(() => CxIndexDefinition, {
    description:
      'Saves a CX index. A change makes the next version; saving what is there already makes none. Needs the role ANALYST.',
  })
  saveCxIndex(
    @Arg('input', () => SaveCxIndexInput, { description: 'The index.' }) input: SaveCxIndexInput,
    @Ctx() ctx: Context,
  ): Promise<CxIndexDefinition> {
    requireRole(ctx, 'ANALYST');
    return saveIndex(ctx, input);
  }
}
