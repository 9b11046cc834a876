// What the living world may do in Salesforce, through the control object of its fake.
import type { Hands } from '../../kit/sandbox-part.ts';
import type { SalesforceFake } from '../fake/index.ts';
import { writeTask } from './activity.ts';
import type { SalesforceSink } from './books.ts';
import { caseFields, writeCase, writeMessage } from './cases.ts';
import { personOf } from './customers.ts';
import { writeInvitation } from './surveys.ts';

export function handsOf(fake: SalesforceFake): Hands {
  const sink: SalesforceSink = { add: (type, row) => fake.create(type, row.fields) };
  return {
    openDeals: [...fake.live('Opportunity')].filter(deal => deal.IsClosed === false).map(deal => deal.Id),
    openCase: opened => writeCase(sink, opened),
    solveCase(id, solved, message) {
      writeMessage(sink, solved, id, message);
      fake.update('Case', id, caseFields(solved));
    },
    rateCase: (id, given) => writeInvitation(sink, given, id),
    changeTitle(person, title) {
      const { object, id } = personOf(person);
      fake.update(object, id, { Title: title });
    },
    winDeal(id, at) {
      const CloseDate = new Date(at).toISOString().slice(0, 10);
      const won = { StageName: 'Closed Won', CloseDate, IsClosed: true, IsWon: true, Probability: 100 };
      fake.update('Opportunity', id, won);
    },
    note: (touch, at) => writeTask(sink, { ...touch, kind: 'task' }, at),
  };
}
