// Pure: how the items of a list become rows of an export: one row each, or a total and its points.
import type { GraphQLSchema } from 'graphql';
import { type Column, type Selection, selectColumns } from './column.ts';

/** A row before its columns are taken out of it. */
export type Row = Readonly<Record<string, unknown>>;

export interface Shape {
  /** GraphQL of one item of the list. */
  readonly selection: string;
  readonly columns: readonly Column[];
  rows(item: Row): readonly Row[];
}

/** Variables may decide the columns: each dimension of a report has its own. */
export type ShapeOf = (schema: GraphQLSchema, variables: Readonly<Record<string, unknown>>) => Shape;

export function rowsOf(type: string, fields: string): ShapeOf {
  return schema => {
    const { text, columns } = selectColumns(schema, type, fields);
    return { selection: text, columns, rows: item => [item] };
  };
}

interface ReportTypes {
  /** Of a value, a point and a comparison: type and fields. A point's value is not among its fields. */
  readonly value: readonly [string, string];
  readonly point: readonly [string, string];
  readonly comparison: readonly [string, string];
}

/** Each group gives a row of its total and one of each point, in this order. */
export function reportRowsOf({ value, point, comparison }: ReportTypes): ShapeOf {
  return (schema, { by }) => {
    const select = ([type, fields]: readonly [string, string], names: string[], path: string[]): Selection =>
      selectColumns(schema, type, fields, { names, path });
    const [values, points] = [select(value, [], ['value']), select(point, [], ['point'])];
    const compared = select(comparison, ['comparison'], ['comparison']);
    const dimensions = Array.isArray(by) ? by.map(String) : [];
    return {
      selection: `by { dimension key label } total { ${values.text} } comparison { ${compared.text} } points { ${points.text} value { ${values.text} } }`,
      columns: [
        PART,
        ...dimensions.flatMap(dimensionColumns),
        ...points.columns,
        ...values.columns,
        ...compared.columns,
      ],
      rows: group => {
        const groupBy = (group.by as { dimension: string }[]).map(one => [one.dimension, one] as const);
        const shared = { by: Object.fromEntries(groupBy) };
        const total = { ...shared, part: 'TOTAL', value: group.total, comparison: group.comparison };
        const stretches = (group.points as Row[]).map(one => ({
          ...shared,
          part: 'POINT',
          point: one,
          value: one.value,
        }));
        return [total, ...stretches];
      },
    };
  };
}

/** Each group of a report that has no totals gives a row of each of its points. */
export function pointRowsOf(type: string, fields: string): ShapeOf {
  return (schema, { by }) => {
    const points = selectColumns(schema, type, fields, { names: [], path: ['point'] });
    const dimensions = Array.isArray(by) ? by.map(String) : [];
    return {
      selection: `by { dimension key label } points { ${points.text} }`,
      columns: [...dimensions.flatMap(dimensionColumns), ...points.columns],
      rows: group => {
        const groupBy = (group.by as { dimension: string }[]).map(one => [one.dimension, one] as const);
        return (group.points as Row[]).map(point => ({ by: Object.fromEntries(groupBy), point }));
      },
    };
  };
}

/** Each item gives a row of each entry of a list that it has, with the item's own fields beside. */
export function entryRowsOf(
  [type, fields]: readonly [string, string],
  list: string,
  [entry, entryFields]: readonly [string, string],
): ShapeOf {
  return schema => {
    const own = selectColumns(schema, type, fields, { names: [], path: ['item'] });
    const entries = selectColumns(schema, entry, entryFields, { names: [list], path: ['entry'] });
    return {
      selection: `${own.text} ${list} { ${entries.text} }`,
      columns: [...own.columns, ...entries.columns],
      rows: item => (item[list] as Row[]).map(one => ({ item, entry: one })),
    };
  };
}

const PART: Column = {
  name: 'part',
  type: 'TEXT',
  description: 'TOTAL for the whole period, POINT for one stretch of it, which has a start and an end.',
  path: ['part'],
};

function dimensionColumns(dimension: string): Column[] {
  const name = dimension.toLowerCase().replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
  const column = (more: string, key: string, description: string): Column => ({
    name: name + more,
    type: 'TEXT',
    description,
    path: ['by', dimension, key],
  });
  return [
    column('', 'key', 'The group, as filters take it; empty for those that have none.'),
    column('Label', 'label', 'The group, for people.'),
  ];
}
