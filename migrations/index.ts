// Every migration, oldest first.
import { Initial } from './20261121000000_initial.ts';
import { MetricFacts } from './20261122010000_metric_facts.ts';
import { IdentityRules } from './20261122020000_identity_rules.ts';
import { CxIndex } from './20261122021000_cx_index.ts';
import { Alerts } from './20261122030000_alerts.ts';
import { Scores } from './20261122040000_scores.ts';
import { InvitationCustomers } from './20261122060000_invitation_customers.ts';
import { Segments } from './20261122070000_segments.ts';
import { Journeys } from './20261122071000_journeys.ts';
import { DefaultJourneys } from './20261122072000_default_journeys.ts';
import { TakenWithout } from './20261130010000_taken_without.ts';
import { SetAside } from './20261130020000_set_aside.ts';
import { FirstEvaluations } from './20261130020100_first_evaluations.ts';
import { DeletionInBatches } from './20261130030000_deletion_in_batches.ts';
import { DeletedSurveys } from './20261130040000_deleted_surveys.ts';
import { WithoutMapping } from './20261130050000_without_mapping.ts';
import { SurvivalInBatches } from './20261130050100_survival_in_batches.ts';
import { DeletionNewestFirst } from './20261130050200_deletion_newest_first.ts';
import { Dangling } from './20261130050300_dangling.ts';
import { Rollups } from './20261201020000_rollups.ts';
import { AlertGroups } from './20261201103644_alert_groups.ts';
import { LifetimeUnclear } from './20261201111950_lifetime_unclear.ts';

export const migrations = [
  { name: '20261121000000_initial', class: Initial },
  { name: '20261122010000_metric_facts', class: MetricFacts },
  { name: '20261122020000_identity_rules', class: IdentityRules },
  { name: '20261122021000_cx_index', class: CxIndex },
  { name: '20261122030000_alerts', class: Alerts },
  { name: '20261122040000_scores', class: Scores },
  { name: '20261122060000_invitation_customers', class: InvitationCustomers },
  { name: '20261122070000_segments', class: Segments },
  { name: '20261122071000_journeys', class: Journeys },
  { name: '20261122072000_default_journeys', class: DefaultJourneys },
  { name: '20261130010000_taken_without', class: TakenWithout },
  { name: '20261130020000_set_aside', class: SetAside },
  { name: '20261130020100_first_evaluations', class: FirstEvaluations },
  { name: '20261130030000_deletion_in_batches', class: DeletionInBatches },
  { name: '20261130040000_deleted_surveys', class: DeletedSurveys },
  { name: '20261130050000_without_mapping', class: WithoutMapping },
  { name: '20261130050100_survival_in_batches', class: SurvivalInBatches },
  { name: '20261130050200_deletion_newest_first', class: DeletionNewestFirst },
  { name: '20261130050300_dangling', class: Dangling },
  { name: '20261201020000_rollups', class: Rollups },
  { name: '20261201103644_alert_groups', class: AlertGroups },
  { name: '20261201111950_lifetime_unclear', class: LifetimeUnclear },
];
