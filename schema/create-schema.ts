// The whole schema, from an explicit list of resolvers.
import 'reflect-metadata';
import type { GraphQLSchema } from 'graphql';
import { buildSchemaSync } from 'type-graphql';
import { readModels } from '../src/nodes/read-models.ts';
import { AlertResolver } from './alert-resolver.ts';
import { checkModels } from './check-models.ts';
import { ConnectionMutations } from './connection-mutations.ts';
import { CxIndexResolver } from './cx-index-resolver.ts';
import { DiagnosisResolver } from './diagnosis.ts';
import { DriverResolver } from './driver.ts';
import { ErrorCodeResolver } from './error-codes.ts';
import { FigureResolver } from './figure.ts';
import { finishSchema } from './finish.ts';
import { Activity, Conversation, Purchase, SupportCase } from './interaction.ts';
import {
  JourneyFields,
  JourneyMapFields,
  JourneyStageFields,
  StageReportFields,
  TouchpointReportFields,
} from './journey-fields.ts';
import { JourneyResolver } from './journey-resolver.ts';
import { LifetimeModelResolver } from './lifetime-model.ts';
import { MetricResolver } from './metric-resolver.ts';
import { MetricRowsResolver } from './metric-rows.ts';
import { NodeResolver } from './node-resolver.ts';
import { ProfileResolver } from './profile-resolver.ts';
import { RecordMutations } from './record-mutations.ts';
import { RunMutations } from './run-mutations.ts';
import { ScoresResolver } from './scores.ts';
import { SegmentFields } from './segment-fields.ts';
import { SegmentResolver } from './segment-resolver.ts';
import { SurveyResolver } from './survey-resolver.ts';
import { SyncProgressResolver } from './sync-progress.ts';
import { ConnectionResolver, SourceRecordResolver, SyncResolver, SyncScheduleResolver } from './sync-resolver.ts';
import { ViewerResolver } from './viewer.ts';

export function createSchema(): GraphQLSchema {
  const schema = buildSchemaSync({
    resolvers: [
      MetricResolver,
      CxIndexResolver,
      MetricRowsResolver,
      FigureResolver,
      AlertResolver,
      DriverResolver,
      NodeResolver,
      ProfileResolver,
      ScoresResolver,
      LifetimeModelResolver,
      SegmentResolver,
      SegmentFields,
      JourneyResolver,
      JourneyFields,
      JourneyMapFields,
      JourneyStageFields,
      StageReportFields,
      TouchpointReportFields,
      SurveyResolver,
      SyncResolver,
      ConnectionResolver,
      SyncScheduleResolver,
      SourceRecordResolver,
      ConnectionMutations,
      RunMutations,
      RecordMutations,
      SyncProgressResolver,
      ViewerResolver,
      ErrorCodeResolver,
      DiagnosisResolver,
    ],
    orphanedTypes: [SupportCase, Purchase, Conversation, Activity],
    validate: false,
    // Asked for wherever there are subscriptions; ours come from PostgreSQL's notifications.
    pubSub: { publish: () => undefined, subscribe: () => never() },
  });
  checkModels(schema, readModels());
  return finishSchema(schema);
}

async function* never(): AsyncGenerator<never, void> {}
