// The answers of Sample's API, as far as we rely on their shape.
import { z } from 'zod';

export const Account = z.object({ name: z.string() });

/** Of a removed record only these fields are left. */
export const Row = z.looseObject({
  id: z.string().min(1),
  changed_at: z.iso.datetime({ offset: true }),
  deleted: z.boolean().optional(),
});
export type Row = z.output<typeof Row>;

/** Rows in the order of their last change. `next` leads to the page behind this one; null on the last. */
export const Listing = z.object({
  data: z.array(Row),
  next: z.string().min(1).nullable(),
  /** Live records in all. */
  total: z.int().nonnegative(),
});
export type Listing = z.output<typeof Listing>;
