// The real connectors read the sandbox over HTTP: every row arrives, and every row can be mapped.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connector as hubspot } from '../../../../connectors/hubspot/index.ts';
import type { CanonicalInput } from '../../../../connectors/records.ts';
import { CanonicalRecord } from '../../../../connectors/records.ts';
import { connector as salesforce } from '../../../../connectors/salesforce/index.ts';
import { type Sandbox, startSandbox } from '../../../../src/run/sandbox/sandbox.ts';
import { readAll } from '../../../support/connectors/host.ts';
import { Store } from '../../../support/connectors/store.ts';
import { crmsOf, NOW } from './rows.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ epoch: NOW, people: 300, everyMs: 0 });
});
afterAll(() => sandbox.stop());

const configOf = (key: string) => sandbox.connections.find(({ connector }) => connector === key)!.config;

async function readEverything(key: 'hubspot' | 'salesforce') {
  const store = new Store();
  const mapped = new Map<string, CanonicalInput[]>();
  for (const name of (key === 'hubspot' ? hubspot : salesforce).streams.map(stream => stream.name)) {
    const options = { store, sameRun: true };
    if (key === 'hubspot') await readAll(hubspot, hubspot.config.parse(configOf(key)), name, options);
    else await readAll(salesforce, salesforce.config.parse(configOf(key)), name, options);
  }
  const lookup = (object: string, id: string) => store.get(object, id)?.payload ?? undefined;
  for (const stream of (key === 'hubspot' ? hubspot : salesforce).streams) {
    for (const object of stream.objects) {
      const records = [...store.live(object)].flatMap(([id, payload]) => stream.map({ object, id, payload }, lookup));
      mapped.set(object, records);
    }
  }
  return { store, mapped };
}

function ofType<T extends CanonicalInput['type']>(records: CanonicalInput[] | undefined, type: T) {
  return (records ?? []).filter((record): record is Extract<CanonicalInput, { type: T }> => record.type === type);
}

describe('a first sync of the sandbox', () => {
  it('reads all of HubSpot, and every record becomes a canonical one', async () => {
    const { store, mapped } = await readEverything('hubspot');
    for (const [object, type] of [
      ['contact', 'contacts'],
      ['company', 'companies'],
      ['ticket', 'tickets'],
      ['deal', 'deals'],
      ['email', 'emails'],
      ['feedback_submission', 'feedback_submissions'],
    ] as const) {
      expect(store.live(object).size, object).toBe(crmsOf(sandbox).hubspot.portal.counts()[type]);
    }
    for (const record of [...mapped.values()].flat()) CanonicalRecord.parse(record);
    const responses = ofType(mapped.get('feedback_submission'), 'response');
    expect(responses.every(response => typeof response.answers?.[0]?.score === 'number')).toBe(true);
    const tiers = ofType(mapped.get('contact'), 'person').map(person => person.traits.plan_tier);
    expect(new Set(tiers)).toEqual(new Set(['enterprise', 'growth', 'starter']));
    expect(ofType(mapped.get('association:ticket:contact'), 'links')).toHaveLength(store.live('ticket').size);
    expect(ofType(mapped.get('deal'), 'interaction').some(deal => deal.kind === 'PURCHASE')).toBe(true);
  });

  it('reads all of Salesforce, and every record becomes a canonical one', async () => {
    const { store, mapped } = await readEverything('salesforce');
    for (const object of ['Account', 'Lead', 'Case', 'Opportunity', 'EmailMessage', 'SurveyQuestionResponse']) {
      expect(store.live(object).size, object).toBe(crmsOf(sandbox).salesforce.counts()[object]);
    }
    const contacts = sandbox.world.people.flatMap(({ records }) =>
      records.filter(({ object }) => object === 'Contact'),
    );
    expect([...store.live('Contact').keys()].sort()).toEqual(contacts.map(({ id }) => id).sort());
    for (const record of [...mapped.values()].flat()) CanonicalRecord.parse(record);
    const answers = ofType(mapped.get('SurveyQuestionResponse'), 'answer');
    const scored = answers.filter(({ score }) => typeof score === 'number');
    expect(new Set(scored.map(({ question }) => question.measure))).toEqual(new Set(['NPS', 'CSAT', 'CES']));
    expect(answers.some(({ text }) => text)).toBe(true);
    expect(ofType(mapped.get('Opportunity'), 'interaction').every(({ currency }) => currency)).toBe(true);
  });
});
