// Whatever the order and the cut into pages, and however often a page comes again: the same picture.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RawRecord } from '../../../../connectors/contract.ts';
import { createTestContext, type TestContext } from '../../../support/context.ts';
import { createSource } from '../../../support/pipeline.ts';
import { named, newestOf, picture, record } from './mixture.ts';

let world: TestContext;
beforeAll(async () => {
  world = await createTestContext();
});
afterAll(() => world.close());

it('gives the same picture as the newest versions alone, one by one', async () => {
  let n = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(record, { minLength: 2, maxLength: 60 }),
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }),
      fc.boolean(),
      async (records, sizes, again) => {
        n += 1;
        const mixed = await createSource(world.sql, `mixed-${n}`);
        const pages: RawRecord[][] = [];
        for (let from = 0, i = 0; from < records.length; from += sizes[i % sizes.length]!, i += 1)
          pages.push(records.slice(from, from + sizes[i % sizes.length]!));
        for (const page of pages) await mixed.commit({ records: named(page, `mixed-${n}`) });
        if (again) await mixed.commit({ records: named(pages.at(-1)!, `mixed-${n}`) });
        const plain = await createSource(world.sql, `plain-${n}`);
        for (const item of newestOf(records)) await plain.commit({ records: named([item], `plain-${n}`) });
        expect(await picture(world.sql, mixed.target.connectionId, `mixed-${n}`)).toEqual(
          await picture(world.sql, plain.target.connectionId, `plain-${n}`),
        );
      },
    ),
    { numRuns: 25 },
  );
});
