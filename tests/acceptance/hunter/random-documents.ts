// Documents of random shape: fragments in fragments, aliases, directives, interfaces, within the limits and beyond.
import {
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isLeafType,
  isObjectType,
  isUnionType,
} from 'graphql';
import type { Random } from '../../../src/run/sandbox/random.ts';
import { type AnyField, requiredArguments } from './places.ts';
import type { Request } from './requests.ts';
import type { Sense } from './sense.ts';
import { argumentsOf } from './values.ts';

interface Draft {
  /** Fields that may still be written. */
  left: number;
  aliases: number;
  readonly fragments: Map<string, string>;
}

/** One document; its size and depth are drawn too. */
export function randomDocument(schema: GraphQLSchema, sense: Sense, random: Random, at: number): Request {
  const depth = random.pick([2, 4, 6, 9, 12, 14]);
  const draft: Draft = { left: random.pick([5, 20, 60, 150]), aliases: random.pick([0, 5, 40]), fragments: new Map() };
  const body = selection(schema.getQueryType()!, depth);
  const declared = random.chance(0.9)
    ? '($yes: Boolean! = true, $no: Boolean! = false)'
    : '($yes: Boolean!, $no: Boolean!)';
  const about = `random document ${at}`;
  return {
    about,
    group: about,
    operation: 'query',
    document: [`query Random${declared} ${body}`, ...draft.fragments.values()].join('\n'),
    variables: '{"yes":true,"no":false}',
    unequal: false,
  };

  function selection(type: GraphQLNamedType, deep: number): string {
    const parts = random.chance(0.3) || isUnionType(type) ? ['__typename'] : [];
    const fields = isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : [];
    const wanted = random.int(1, type.name === 'Query' ? 4 : 5);
    for (const field of random.shuffled(fields as AnyField[])) {
      if (parts.length >= wanted || draft.left <= 0) break;
      const target = getNamedType(field.type);
      if (!isLeafType(target) && deep <= 1) continue;
      draft.left -= 1;
      parts.push(written(type.name, field, deep));
    }
    if ((isInterfaceType(type) || isUnionType(type)) && deep > 1) {
      const one = random.pick(schema.getPossibleTypes(type));
      parts.push(`... on ${one.name}${directive()} ${selection(one, deep - 1)}`);
    }
    if (parts.length === 0) parts.push('__typename');
    const inside = `{ ${parts.join(' ')} }`;
    if (type.name === 'Query' || !random.chance(0.3)) return inside;
    const name = `f${draft.fragments.size}`;
    draft.fragments.set(name, `fragment ${name} on ${type.name} ${inside}`);
    return `{ ...${name}${directive()}${random.chance(0.2) ? ` ...${name}` : ''} __typename }`;
  }

  function written(parent: string, field: AnyField, deep: number): string {
    const target = getNamedType(field.type);
    const args = argumentsOf(requiredArguments(parent, field, sense)) ?? '';
    const alias = draft.aliases > 0 && random.chance(0.3) ? `a${draft.aliases--}: ` : '';
    const inside = isLeafType(target) ? '' : ` ${selection(target, deep - 1)}`;
    return `${alias}${field.name}${args}${directive()}${inside}`;
  }

  function directive(): string {
    if (!random.chance(0.1)) return '';
    return random.pick([
      ' @include(if: $yes)',
      ' @skip(if: $no)',
      ' @include(if: $no)',
      ' @skip(if: $yes) @include(if: $yes)',
    ]);
  }
}
