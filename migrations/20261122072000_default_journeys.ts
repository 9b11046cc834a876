// Two journeys to begin with: the whole way of a customer, and the way back from a complaint. Anybody may change them.
import { Migration } from '@mikro-orm/migrations';

const DAY_MS = 86_400_000;
const anyOf = (...any: readonly object[]) => ({ any });
const interaction = (kind: string, more: object = {}) => ({ interaction: { kind, ...more } });
const lifecycle = (...stages: readonly string[]) => stages.map(lifecycleStage => ({ lifecycleStage }));
const latest = (measure: string, gte: number) => ({ answer: { measure, latest: { gte } } });
const answered = (measure: string) => ({ answer: { measure } });
const stage = (key: string, name: string, phase: string, rule: object) => ({ key, name, phase, rule });

const DEFAULT = [
  stage(
    'awareness',
    'Awareness',
    'BEFORE_PURCHASE',
    anyOf(
      ...lifecycle('SUBSCRIBER', 'LEAD', 'QUALIFIED_LEAD', 'OPPORTUNITY', 'CUSTOMER', 'ADVOCATE'),
      ...['CAMPAIGN_RESPONSE', 'FORM_SUBMISSION', 'VISIT', 'SOCIAL_POST'].map(kind => interaction(kind)),
    ),
  ),
  stage(
    'consideration',
    'Consideration',
    'BEFORE_PURCHASE',
    anyOf(
      ...lifecycle('QUALIFIED_LEAD', 'OPPORTUNITY', 'CUSTOMER', 'ADVOCATE'),
      interaction('DEAL'),
      interaction('MEETING'),
    ),
  ),
  stage('purchase', 'Purchase', 'PURCHASE', anyOf(...lifecycle('CUSTOMER', 'ADVOCATE'), interaction('PURCHASE'))),
  stage('retention', 'Retention', 'AFTER_PURCHASE', interaction('PURCHASE', { nth: 2 })),
  stage(
    'advocacy',
    'Advocacy',
    'AFTER_PURCHASE',
    anyOf(...lifecycle('ADVOCATE'), interaction('REFERRAL'), latest('NPS', 9)),
  ),
];

const RECOVERY = [
  stage('complaint', 'Complaint', 'AFTER_PURCHASE', interaction('SUPPORT_CASE')),
  stage('answered', 'Answered', 'AFTER_PURCHASE', interaction('SUPPORT_CASE', { moment: 'ANSWERED' })),
  stage('solved', 'Solved', 'AFTER_PURCHASE', interaction('SUPPORT_CASE', { moment: 'RESOLVED' })),
  // Not every source tells of invitations, but whoever answers was asked.
  stage(
    'asked',
    'Asked for a review',
    'AFTER_PURCHASE',
    anyOf({ invitation: { surveyKind: 'TOUCHPOINT' } }, answered('CSAT'), answered('CES')),
  ),
  stage('recovered', 'Recovered', 'AFTER_PURCHASE', anyOf(latest('CSAT', 4), latest('CES', 5))),
];

export class DefaultJourneys extends Migration {
  override up(): void {
    this.insert('default', 'Customer journey', null, DEFAULT);
    this.insert('recovery', 'Recovery after a complaint', 60 * DAY_MS, RECOVERY);
    // Where there is nobody yet, nobody is left to be walked through them.
    this.addSql(`insert into "journey_state" ("journey_id", "revision", "walked_at")
      select "id", "revision", now() from "journey" where not exists (select from "customer")
      on conflict do nothing`);
  }

  private insert(key: string, name: string, window: number | null, stages: readonly object[]): void {
    this.addSql(`insert into "journey" ("key", "name", "mode", "window", "stages")
      values ('${key}', '${name}', 'ORDERED', ${window}, '${JSON.stringify(stages)}') on conflict ("key") do nothing`);
  }
}
