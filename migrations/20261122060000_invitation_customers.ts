// Finds the invitations of the customers that a refresh looks at.
import { Migration } from '@mikro-orm/migrations';

export class InvitationCustomers extends Migration {
  override up(): void {
    this.addSql(
      'create index "survey_invitation_customer" on "survey_invitation" ("customer_id") where customer_id is not null',
    );
  }
}
