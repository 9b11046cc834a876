// Pure: how drivers were found, in words, and why they could not be.
import { UserError } from '../../../base/errors.ts';
import { type Measure, ofResponses } from './measures.ts';
import { type Choice, type CustomerTable, pairs } from './table.ts';

export interface Told {
  readonly outcome: Measure;
  readonly candidates: readonly Measure[];
  readonly table: CustomerTable;
  readonly choice: Choice;
}

/** What there is, what is needed, and what to do. */
export function tooFew({ outcome, candidates, table, choice }: Told, n: number, needed: number): UserError {
  const each = candidates.map(({ metric }, i) => `${metric} ${pairs(table, i)}`).join(', ');
  const found =
    choice.taken.length === 0
      ? `No metric has enough customers in common with ${outcome.metric}`
      : `${n} ${n === 1 ? 'customer has' : 'customers have'} ${outcome.metric} and ${choice.taken.map(i => candidates[i]!.metric).join(', ')} in this period`;
  return new UserError(
    'TOO_LITTLE_DATA',
    `${found}; ${needed} are needed: at least 30, and 10 for each driver. ${outcome.metric} itself has ${table.population}; ` +
      `of those have: ${each}. ${textsApart(outcome, candidates)}Ask for a longer period, a wider filter, or the drivers with most customers.`,
    { field: choice.taken.length === 0 ? 'of' : 'among', n, needed },
  );
}

export function nothingVaries({ outcome }: Told, n: number): UserError {
  return new UserError(
    'TOO_LITTLE_DATA',
    `All ${n} customers have the same ${outcome.metric}: there is nothing to explain. Ask for a longer period or a wider filter.`,
    { field: 'of', n },
  );
}

/** Ends with a space, or is empty. */
function textsApart(outcome: Measure, drivers: readonly Measure[]): string {
  return drivers.some(driver => ofResponses(outcome, driver) === 'TEXT')
    ? 'Of a text and a score of one response neither explains the other: what such a response says of a driver does not count, and a customer with nothing else has no value for it. '
    : '';
}

export function methodOf({ outcome, candidates, table, choice }: Told, n: number): string {
  const sample = table.outcome.length;
  const nobody = choice.left.filter(({ driver }) => pairs(table, driver) === 0);
  const left = choice.left
    .filter(one => !nobody.includes(one))
    .map(
      ({ driver, together, needed }) =>
        `${candidates[driver]!.metric} (${together} customers where ${needed} are needed)`,
    );
  return [
    `Each row is a customer: the mean of their own answers, texts, cases or calls of the period. ${n} customers have ${outcome.metric} and every driver; others are left out. Who answered anonymously has no row.`,
    textsApart(
      outcome,
      choice.taken.map(i => candidates[i]!),
    ).trimEnd(),
    sample < table.population
      ? `The rows are a sample of ${sample} of the ${table.population} customers with ${outcome.metric}, drawn by a hash of their ids.`
      : '',
    'Scores count by their place between the ends of their scale, durations as the logarithm of the seconds plus one. Everything is signed so that higher is better (faster, not reopened): a positive correlation means that better goes with better.',
    "Importance is Johnson's relative weight: the part of R² of the regression of the outcome on all drivers that is due to this one, fair to drivers that go together. Shapley (LMG) is the mean gain in R² over all orders of entering.",
    'Intervals are percentiles of 1000 bootstrap resamples of customers. Importance tells what goes together, not what causes what.',
    left.length > 0
      ? `Drivers were chosen by how many customers have them, most first; left out, because too few have them together with those before, or fewer than half of the rows would remain: ${left.join(', ')}.`
      : '',
    nobody.length > 0 ? `No customer has: ${nobody.map(({ driver }) => candidates[driver]!.metric).join(', ')}.` : '',
    choice.mixed.length > 0
      ? `Left out for answers on several scales, of which "where.scale" could take one: ${choice.mixed.map(i => candidates[i]!.metric).join(', ')}.`
      : '',
  ]
    .filter(Boolean)
    .join(' ');
}
