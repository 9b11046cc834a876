// All models by which rows are read, so that they can be compared with the schema.
import type { Field, GraphType } from './model.ts';
import { nodeTypes } from './node.read.ts';
import { segmentChangeType } from './segment-change.read.ts';

/** Those of things with ids, of what is told to subscribers, and of all that these lead to. */
export function readModels(): GraphType[] {
  // A model may be made anew at each call, its fields are not.
  const found = new Map<GraphType['fields'], GraphType>();
  const visit = (type: GraphType): void => {
    if (found.has(type.fields)) return;
    found.set(type.fields, type);
    for (const field of Object.values(type.fields)) for (const next of leadsTo(field)) visit(next);
  };
  for (const type of [...Object.values(nodeTypes).map(of => of()), segmentChangeType]) visit(type);
  return [...found.values()];
}

function leadsTo(field: Field): GraphType[] {
  if (field.kind === 'leaf') return [];
  return [field.kind === 'page' ? field.list().type() : field.type()];
}
