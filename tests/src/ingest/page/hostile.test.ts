// Hostile pages: no value stops a page, every ordinary record of it arrives, and all that was left out is listed.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { refresh } from '../../../../src/derive/refresh/refresh.ts';
import { createTestContext, type TestContext } from '../../../support/context.ts';
import { createSource, type TestSource } from '../../../support/pipeline.ts';
import { hostileRecord, isSound, rawOf, recipe, soundRecords } from './hostile.ts';

let world: TestContext;
let crm: TestSource;
let pages = 0;
beforeAll(async () => {
  world = await createTestContext();
  crm = await createSource(world.sql, 'crm');
});
afterAll(() => world.close());

it('loses what is out of bounds, and says so', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(recipe, { minLength: 8, maxLength: 16 }), async recipes => {
      const number = ++pages;
      const hostile = recipes.map((made, place) => hostileRecord(`h${number}-${place}`, made));
      const ordinary = soundRecords(`o${number}`).map((record, n) => rawOf(`o${number}`, record, n));
      const mixed = hostile.flatMap((record, i) => (ordinary[i] ? [record, ordinary[i]] : [record]));
      const counts = await crm.commit({ records: [...mixed, ...ordinary.slice(hostile.length)] });
      const landed = await world.sql.query<{ name: string }>(
        `select object || '/' || external_id as name from source_record`,
      );
      const names = new Set(landed.map(row => row.name));
      for (const { object, id } of ordinary) expect(names).toContain(`${object}/${id}`);
      const listed = await world.sql.query<{ external_id: string; taken: boolean; fields: string[]; reason: string }>(
        `select external_id, taken, fields, reason from rejected_record
         where external_id = '' or external_id ~ $1`,
        [`^h${number}-`],
      );
      expect(counts.rejected).toBe(hostile.filter(record => !names.has(`${record.object}/${record.id}`)).length);
      for (const record of hostile) {
        const place = /^h\d+-\d+/.exec(record.id)?.[0] ?? '';
        const note = listed.find(({ external_id: id }) =>
          place === '' ? id === '' : id.match(/^h\d+-\d+/)?.[0] === place,
        );
        const seen = JSON.stringify({ ...record, payload: undefined });
        expect(note === undefined, `${seen} ${note?.reason}`).toBe(isSound(record));
        if (note) expect(note.taken, seen).toBe(names.has(`${record.object}/${record.id}`));
        if (note) expect(note.reason).not.toMatch(/A value cannot be stored|could not be mapped/);
      }
    }),
    { numRuns: 40, endOnFailure: true },
  );
  // What was taken stops no figure either.
  await refresh(world.sql);
  expect(await world.sql.query(`select 1 from change_mark limit 1`)).toEqual([]);
}, 120_000);
