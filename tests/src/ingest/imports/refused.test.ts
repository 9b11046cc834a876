// A value that only PostgreSQL refuses costs its own line, and changes nothing about which of two answers is the later.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Desk, openDesk, stored } from './folder.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
});
afterEach(() => desk.close());

it('is rejected alone, and what the next batch says later still holds', async () => {
  const rows = Array.from({ length: 1_500 }, (_, i) => `${i},2026-03-01T10:00:00Z,5`);
  rows[0] = 'same,2026-03-01T10:00:00Z,1';
  rows[1_200] = 'same,2026-03-01T10:00:00Z,9';
  // Whatever it may be about a value: this one is refused when it is written.
  await desk.world.sql.query(
    `create function refuse() returns trigger language plpgsql as
     $$ begin if new.external_id = '500' then raise 'not this one' using errcode = '22023'; end if; return new; end $$`,
  );
  await desk.world.sql.query(
    'create trigger refusing before insert on source_record for each row execute function refuse()',
  );
  const result = await desk.importText(['id,date,nps', ...rows, ''].join('\n'));
  expect(result).toMatchObject({ read: 1_500, accepted: 1_499, unchanged: 0, rejected: 1 });
  const [, ...refused] = desk.rejects();
  expect(refused.map(([line, reason]) => [line, reason])).toEqual([['502', 'A value cannot be stored: not this one.']]);
  const kept = (await stored(desk.world)) as { ref: string; answers: object[] }[];
  expect(kept).toHaveLength(1_498);
  expect(kept.find(({ ref }) => ref === 'api:response/same')).toMatchObject({ answers: [{ score: 9 }] });
});
