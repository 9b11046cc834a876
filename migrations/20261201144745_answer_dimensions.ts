// Answers have the channel, touchpoint and agent of the case that they are about, and one of their own by which somebody was asked.
import { Migration } from '@mikro-orm/migrations';

export class AnswerDimensions extends Migration {
  override up(): void {
    this.addSql('alter table "interaction" add "agent" text null');
    this.addSql('alter table "metric_chunk" add "survey_channel" bytea null, add "agent" bytea null');
    // Read as they are, like the others.
    this.addSql(
      'alter table "metric_chunk" alter "survey_channel" set storage external, alter "agent" set storage external',
    );
    this.addSql('alter table "metric_fact" add "survey_channel" text null, add "agent" text null');
    this.addSql('create index "survey_response_case" on "survey_response" ("case_id") where case_id is not null');
  }
}
