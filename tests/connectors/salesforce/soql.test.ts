// The fake's SOQL: what it understands, and that it refuses the rest as Salesforce does.
import { expect, test } from 'vitest';
import { FakeClock } from '../../../connectors/kit/fake-server.ts';
import { WireError } from '../../../connectors/salesforce/fake/errors.ts';
import { Locators } from '../../../connectors/salesforce/fake/locators.ts';
import { Org } from '../../../connectors/salesforce/fake/org.ts';
import { idOf, rows, START, worldOf } from './world.ts';

const clock = new FakeClock();
const world = worldOf({
  Account: rows('001', 3, n => ({ Name: `Acme ${n}`, AnnualRevenue: n * 10 })),
  Contact: rows('003', 20, n => ({
    LastName: `Family${n}`,
    AccountId: idOf('001', n % 3),
    Email: n % 2 ? null : 'a@b.c',
  })),
});
const locators = new Locators(new Org(world, clock, []), clock);
const ask = (soql: string, all = false) => locators.first(soql, all, 2000, '67.0');
const names = (where: string) => ask(`SELECT LastName FROM Contact WHERE ${where}`).records.map(r => r.LastName);
const at = (n: number) => new Date(START + n * 1000).toISOString();

test.each([
  ["LastName = 'family3'", ['Family3']],
  [
    "LastName LIKE 'FAMILY1_'",
    [
      'Family10',
      'Family11',
      'Family12',
      'Family13',
      'Family14',
      'Family15',
      'Family16',
      'Family17',
      'Family18',
      'Family19',
    ],
  ],
  [`SystemModstamp >= ${at(18)}`, ['Family18', 'Family19']],
  [`SystemModstamp > ${at(2)} AND SystemModstamp <= ${at(4)}`, ['Family3', 'Family4']],
  [
    `(SystemModstamp = ${at(18)} AND Id > '${idOf('003', 17)}') OR SystemModstamp > ${at(18)}`,
    ['Family18', 'Family19'],
  ],
  [`(SystemModstamp = ${at(18)} AND Id > '${idOf('003', 18)}') OR SystemModstamp > ${at(18)}`, ['Family19']],
  [`Id IN ('${idOf('003', 4)}','${idOf('003', 2).slice(0, 15)}')`, ['Family2', 'Family4']],
  ["Email = null AND (LastName = 'Family1' OR LastName = 'Family2')", ['Family1']],
  ["NOT (Email = null) AND LastName IN ('Family1','Family2')", ['Family2']],
  ["Account.Name = 'Acme 2' AND SystemModstamp < 2026-03-01T08:00:06.000+0000", ['Family2', 'Family5']],
  ["LastName != 'it\\'s' AND LastName NOT IN ('Family0') AND SystemModstamp < 2026-03-01T08:00:02Z", ['Family1']],
])('%s', (where, expected) => {
  expect(names(where)).toEqual(expected);
});

test('counts and totals agree with the rows', () => {
  expect(ask('SELECT COUNT() FROM Contact')).toEqual({ totalSize: 20, done: true, records: [] });
  expect(ask(`SELECT COUNT() FROM Contact WHERE SystemModstamp >= ${at(5)}`).totalSize).toBe(15);
  expect(ask(`SELECT COUNT() FROM Contact WHERE Email = null`).totalSize).toBe(10);
  const order = ' ORDER BY SystemModstamp, Id LIMIT 4';
  expect(ask(`SELECT Id FROM Contact${order}`)).toMatchObject({ totalSize: 4, done: true });
});

test('a parent field comes as an object, dates in whole seconds of +0000', () => {
  const [row] = ask(`SELECT SystemModstamp, Account.Name FROM Contact WHERE LastName = 'Family4'`).records;
  expect(row).toMatchObject({ SystemModstamp: '2026-03-01T08:00:04.000+0000', Account: { Name: 'Acme 1' } });
});

test.each([
  ['SELECT Id FROM Nothing', 'INVALID_TYPE'],
  ['SELECT Gone__c FROM Contact', 'INVALID_FIELD'],
  ['SELECT Id FROM Contact WHERE Gone__c = 1', 'INVALID_FIELD'],
  ['SELECT Account.Gone__c FROM Contact', 'INVALID_FIELD'],
  ['SELECT Nobody.Name FROM Contact', 'INVALID_FIELD'],
  ['SELECT Id Contact', 'MALFORMED_QUERY'],
  ['SELECT Id FROM Contact WHERE', 'MALFORMED_QUERY'],
  ['SELECT Id FROM Contact WHERE Id = 1 AND Id = 2 OR Id = 3', 'MALFORMED_QUERY'],
  ['SELECT Id FROM Contact WHERE SystemModstamp > 2026-05-01T07:25:37.000 0000', 'MALFORMED_QUERY'],
  ['SELECT Id FROM Contact; DROP', 'MALFORMED_QUERY'],
])('%s is refused with %s', (soql, code) => {
  const refused = (() => {
    try {
      return ask(soql);
    } catch (error) {
      return error;
    }
  })();
  expect(refused).toBeInstanceOf(WireError);
  expect(refused).toMatchObject({ status: 400, errorCode: code });
});
