// Checks a CX index as it is given, and fills in what it leaves to the scales of its metrics.
import { idArgument } from '../../../base/database/conditions.ts';
import { badInput, checkKey, UserError, within } from '../../../base/errors.ts';
import { definitionOf, METRICS } from '../definitions.ts';
import type { MetricFilter } from '../filter.ts';
import type { MetricName } from '../metric.ts';
import { checkDimensions } from '../request.ts';
import { AGGREGATIONS, type IndexAggregation, type IndexComponent, type IndexContent } from './definition.ts';
import { rangeOf, usualEnds } from './ends.ts';
import { plainWhere, whereKey } from './where.ts';

export interface SaveIndexInput {
  /** Small letters, digits and dashes. */
  readonly key: string;
  readonly name: string;
  readonly description?: string | null;
  /** ARITHMETIC when absent. */
  readonly aggregation?: IndexAggregation | null;
  readonly components: readonly IndexComponentInput[];
}

export interface IndexComponentInput {
  readonly metric: MetricName;
  readonly weight: number;
  readonly worst?: number | null;
  readonly best?: number | null;
  readonly where?: MetricFilter | null;
}

export const MAX_COMPONENTS = 20;
const MAX_NUMBER = 1e15;

/** @throws UserError BAD_USER_INPUT naming the field, such as `components.2.weight`. */
export function checkIndex(input: SaveIndexInput): IndexContent {
  checkKey('key', input.key);
  const name = input.name.trim();
  if (name === '') throw badInput('name', 'Give the index a name.');
  const aggregation = input.aggregation ?? 'ARITHMETIC';
  if (!AGGREGATIONS.includes(aggregation))
    throw badInput('aggregation', `There is no aggregation ${aggregation}. There are: ${AGGREGATIONS.join(', ')}.`);
  return {
    key: input.key,
    name,
    description: input.description?.trim() || null,
    aggregation,
    components: checkComponents(input.components),
  };
}

function checkComponents(inputs: readonly IndexComponentInput[]): IndexComponent[] {
  if (inputs.length === 0) throw badInput('components', 'An index has at least one component.');
  if (inputs.length > MAX_COMPONENTS)
    throw badInput('components', `An index has at most ${MAX_COMPONENTS} components; these are ${inputs.length}.`);
  if (inputs.every(({ weight }) => weight === 0))
    throw badInput('components', 'All weights are 0, so the index would be of nothing. Give weights above 0.');
  const seen = new Map<string, number>();
  return inputs.map((input, i) => {
    try {
      const component = checkComponent(input);
      const same = `${component.metric} ${whereKey(component.where)}`;
      const before = seen.get(same);
      if (before !== undefined)
        throw badInput(
          'metric',
          `The index names ${component.metric} twice: component ${before} counts the same. Give it the sum of both weights, or another "where".`,
        );
      seen.set(same, i);
      return component;
    } catch (error) {
      throw error instanceof UserError ? within(`components.${i}`, error) : error;
    }
  });
}

function checkComponent(input: IndexComponentInput): IndexComponent {
  const { metric, weight } = input;
  if (!METRICS.includes(metric)) throw badInput('metric', `There is no metric ${metric}.`);
  if (!(weight > 0 && weight <= MAX_NUMBER))
    throw badInput('weight', `A weight is above 0, not ${weight}. Leave out a component that is not to count.`);
  const where = plainWhere(input.where);
  checkDimensions(metric, [], where ?? {});
  if (where?.account != null) idArgument('where.account', 'account', where.account);
  const range = rangeOf(definitionOf(metric), where);
  const usual = usualEnds(range);
  const end = (name: 'worst' | 'best'): number => {
    const value = input[name] ?? usual[name];
    if (value === null)
      throw badInput(
        name,
        `The scale of ${metric} has no ${name} end. Say which value ${name === 'worst' ? 'counts as 0' : 'counts as 100'}.`,
      );
    if (!(Math.abs(value) <= MAX_NUMBER)) throw badInput(name, `"${name}" is a number, not ${value}.`);
    if (value < (range.min ?? value) || value > (range.max ?? value))
      throw badInput(name, `${value} is not on the scale of ${metric}, ${range.min ?? '-∞'} to ${range.max ?? '∞'}.`);
    return value;
  };
  const [worst, best] = [end('worst'), end('best')];
  if (worst === best) throw badInput('best', `"worst" and "best" are both ${best}: no value would lie between them.`);
  return { metric, weight, worst, best, where };
}
