// Small helpers for declaring types: enums with a sentence on each value, fields that may fail, arguments on plain fields.
import type { ClassType } from 'type-graphql';
import { Args, registerEnumType } from 'type-graphql';

/** Registers an enum and gives its values by name. */
export function describeEnum<K extends string>(
  name: string,
  description: string,
  values: Readonly<Record<K, string>>,
): { readonly [V in K]: V } {
  const names = Object.keys(values) as K[];
  const object = Object.fromEntries(names.map(value => [value, value])) as { [V in K]: V };
  const valuesConfig = Object.fromEntries(names.map(value => [value, { description: values[value] }]));
  registerEnumType(object, { name, description, valuesConfig: valuesConfig as Partial<Record<K, object>> });
  return object;
}

/** Of a field that may fail for a reason of its own: its neighbours are answered all the same. */
export function orNull(description: string): { nullable: true; description: string } {
  return { nullable: true, description: `${description} Null when it fails: \`errors\` says why.` };
}

/** Behind every parameter that a method could have of its own. */
const LAST = 99;

/** Declares the arguments of a field that needs no method: the reader takes them from the selection. */
export function Takes(type: () => ClassType): MethodDecorator & PropertyDecorator {
  return ((prototype: object, key: string | symbol) => Args(type)(prototype, key, LAST)) as MethodDecorator &
    PropertyDecorator;
}
