// Compares the schema with the models by which rows are read: a field that none has would be null for ever.
import type { GraphQLSchema } from 'graphql';
import { isObjectType } from 'graphql';
import type { GraphType } from '../src/serve/graph/model.ts';

/** @throws Error naming the fields, so that no schema can be made without them. */
export function checkModels(schema: GraphQLSchema, models: readonly GraphType[]): void {
  const missing = models.flatMap(model =>
    (model.variants?.names ?? [model.name]).flatMap(name => {
      const type = schema.getType(name);
      if (!isObjectType(type)) throw new Error(`There is a read model of ${name}, which is no object type.`);
      const fields = Object.keys(type.getFields()).filter(field => !Object.hasOwn(model.fields, field));
      return fields.map(field => `${name}.${field}`);
    }),
  );
  if (missing.length > 0) throw new Error(`The schema has fields that no read model has: ${missing.join(', ')}.`);
}
