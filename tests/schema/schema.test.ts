// The schema as a whole: everything is described, the committed text is current.
import { readFileSync } from 'node:fs';
import type { GraphQLSchema } from 'graphql';
import { isEnumType, isInputObjectType, isInterfaceType, isNonNullType, isObjectType } from 'graphql';
import { describe, expect, it } from 'vitest';
import { createSchema } from '../../schema/create-schema.ts';
import { schemaText } from '../../schema/emit.ts';

/** Path of each thing without a description. */
function undescribed(schema: GraphQLSchema): string[] {
  const missing: string[] = [];
  const check = (path: string, { description }: { description?: string | null }) => {
    if (!description || description.length < 5) missing.push(path);
  };
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__')) continue;
    // The roots are only ways in.
    if (!roots.some(root => root === type)) check(type.name, type);
    if (isEnumType(type)) for (const value of type.getValues()) check(`${type.name}.${value.name}`, value);
    if (isInputObjectType(type)) {
      for (const field of Object.values(type.getFields())) check(`${type.name}.${field.name}`, field);
    }
    if (isObjectType(type) || isInterfaceType(type)) {
      for (const field of Object.values(type.getFields())) {
        check(`${type.name}.${field.name}`, field);
        for (const arg of field.args) check(`${type.name}.${field.name}(${arg.name})`, arg);
      }
    }
  }
  return missing;
}

describe('the schema', () => {
  const schema = createSchema();

  it('describes every type, field, argument and enum value', () => {
    expect(undescribed(schema)).toEqual([]);
  });

  it('is committed as it is: run "npm run schema"', () => {
    expect(readFileSync('schema/schema.graphql', 'utf8')).toBe(schemaText());
  });

  it('lets every query be null that may fail for a reason of its own, such as time or the database', () => {
    const certain = Object.values(schema.getQueryType()!.getFields()).filter(field => isNonNullType(field.type));
    // Made of code alone; and what tells what is wrong, which says so itself.
    expect(certain.map(field => field.name).sort()).toEqual([
      'connectors',
      'diagnose',
      'errorCodes',
      'metricDefinitions',
      'viewer',
    ]);
  });

  it('takes of a connection only what can be read back, and its settings', () => {
    const [changes, shown] = ['UpdateConnectionInput', 'Connection'].map(name => schema.getType(name));
    if (!isInputObjectType(changes) || !isObjectType(shown)) throw new Error('a type is missing');
    expect(Object.keys(changes.getFields()).filter(name => !(name in shown.getFields()))).toEqual(['config']);
  });

  it('marks inputs of which exactly one field is given', () => {
    const type = schema.getType('CustomerBy');
    expect(isInputObjectType(type) && type.isOneOf).toBe(true);
    expect(schemaText()).toContain('input CustomerBy @oneOf');
  });

  it('gives leaves of read types no resolver, because each costs', () => {
    const customer = schema.getType('Customer');
    if (!isObjectType(customer)) throw new Error('Customer must be an object type');
    const { displayName, createdAt, account } = customer.getFields();
    expect(displayName?.resolve).toBeUndefined();
    expect(createdAt?.resolve).toBeUndefined();
    expect(account?.resolve).toBeDefined();
  });
});
