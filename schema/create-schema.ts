// The whole schema, from an explicit list of resolvers.
import 'reflect-metadata';
import type { GraphQLSchema } from 'graphql';
import { buildSchemaSync } from 'type-graphql';
import { readModels } from '../src/serve/graph/read-models.ts';
import { AlertResolver } from './alert/alert-resolver.ts';
import { BacklogResolver } from './backlog/backlog.ts';
import { CalendarResolver } from './calendar/calendar-resolver.ts';
import { checkModels } from './check-models.ts';
import { ProfileResolver } from './customer/profile-resolver.ts';
import { CxIndexResolver } from './cx-index/cx-index-resolver.ts';
import { DriverResolver } from './driver/driver.ts';
import { finishSchema } from './finish.ts';
import { DiagnosisResolver } from './installation/diagnosis.ts';
import { ErrorCodeResolver } from './installation/error-codes.ts';
import { ViewerResolver } from './installation/viewer.ts';
import { Activity, Conversation, Purchase, SupportCase } from './interaction/interaction.ts';
import {
  JourneyFields,
  JourneyMapFields,
  JourneyStageFields,
  StageReportFields,
  TouchpointReportFields,
} from './journey/journey-fields.ts';
import { JourneyResolver } from './journey/journey-resolver.ts';
import { FigureResolver } from './metric/figure.ts';
import { MetricResolver } from './metric/metric-resolver.ts';
import { MetricRowsResolver } from './metric/metric-rows.ts';
import { NodeResolver } from './node/node-resolver.ts';
import { RecordMutations } from './recording/record-mutations.ts';
import { RetentionResolver } from './retention/retention.ts';
import { LifetimeModelResolver } from './score/lifetime-model.ts';
import { ScoresResolver } from './score/scores.ts';
import { SegmentFields } from './segment/segment-fields.ts';
import { SegmentResolver } from './segment/segment-resolver.ts';
import { SurveyResolver } from './survey/survey-resolver.ts';
import { ConnectionMutations } from './sync/connection-mutations.ts';
import { RunMutations } from './sync/run-mutations.ts';
import { SyncProgressResolver } from './sync/sync-progress.ts';
import { ConnectionResolver, SourceRecordResolver, SyncResolver, SyncScheduleResolver } from './sync/sync-resolver.ts';
import { TargetResolver } from './target/target-resolver.ts';

export function createSchema(): GraphQLSchema {
  const schema = buildSchemaSync({
    resolvers: [
      MetricResolver,
      CxIndexResolver,
      MetricRowsResolver,
      FigureResolver,
      CalendarResolver,
      AlertResolver,
      BacklogResolver,
      DriverResolver,
      RetentionResolver,
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
      TargetResolver,
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
