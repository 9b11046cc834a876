// Amounts of money in a row: the amount's column beside a column "currency".
import type { GraphType } from './model.ts';
import { column, leaf } from './model.ts';

/** ISO 4217's code for "no currency" stands where the source names none. */
export function moneyType(amount: string): GraphType {
  return {
    name: 'Money',
    table: '',
    fields: { amount: column(amount), currency: leaf(row => `coalesce(${row}.currency, 'XXX')`) },
  };
}
