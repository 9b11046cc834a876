// Pure: what an export will do, settled before anything is read: its document, variables and columns.
import type { GraphQLSchema } from 'graphql';
import { UserError } from '../../base/errors.ts';
import { type Column, selectColumns } from './column.ts';
import { type ExportDocument, exportDocument } from './document.ts';
import { EXPORTS, type Exported } from './exports.ts';
import type { Row, Shape } from './shape.ts';
import { type GivenArguments, readVariables } from './variables.ts';

export interface Plan {
  readonly exported: Exported;
  readonly document: ExportDocument;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly columns: readonly Column[];
  rows(item: Row): readonly Row[];
}

/** @throws UserError NOT_FOUND */
export function exportOf(name: string): Exported {
  const found = EXPORTS.find(one => one.name === name);
  if (found) return found;
  const names = EXPORTS.map(one => one.name).join(', ');
  throw new UserError('NOT_FOUND', `There is no export "${name.slice(0, 40)}". There are: ${names}.`, {
    field: 'what',
  });
}

/** @throws UserError NOT_FOUND, BAD_USER_INPUT */
export function planExport(schema: GraphQLSchema, name: string, given: GivenArguments): Plan {
  const exported = exportOf(name);
  const { takes } = documentOf(schema, exported, '__typename');
  const variables = readVariables(name, given, takes);
  const shape = exported.shape(schema, variables);
  const beside = besideOf(schema, exported);
  return {
    exported,
    document: documentOf(schema, exported, shape.selection, beside?.text),
    variables,
    columns: columnsOf(shape, beside?.columns ?? []),
    rows: shape.rows,
  };
}

/** Columns of the rows themselves are found under `row`, those of what holds the list under `beside`. */
function columnsOf(shape: Shape, beside: readonly Column[]): Column[] {
  const under = (key: string) => (column: Column) => ({ ...column, path: [key, ...column.path] });
  return [...shape.columns.map(under('row')), ...beside.map(under('beside'))];
}

function besideOf(schema: GraphQLSchema, { beside }: Exported) {
  return beside && selectColumns(schema, ...beside);
}

/** What an export takes, and its columns where no argument changes them. */
export function describeExport(schema: GraphQLSchema, exported: Exported) {
  const shape = exported.shape(schema, {});
  const { takes } = documentOf(schema, exported, '__typename');
  return { takes, columns: columnsOf(shape, besideOf(schema, exported)?.columns ?? []) };
}

function documentOf(schema: GraphQLSchema, { path }: Exported, selection: string, beside?: string): ExportDocument {
  return exportDocument(schema, path, selection, beside);
}
