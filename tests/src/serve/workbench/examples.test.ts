// The examples fit the schema, and each says what it is for.
import { getOperationAST, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { createSchema } from '../../../../schema/create-schema.ts';
import { parseExample, readExamples } from '../../../../src/serve/workbench/examples.ts';

const schema = createSchema();

describe.each(readExamples())('$file', ({ query, title, variables }) => {
  it('fits the schema', () => {
    expect(validate(schema, parse(query)).map(error => error.message)).toEqual([]);
  });

  it('has a title, and a name for its tab', () => {
    expect(query).toMatch(/^# \w/);
    expect(title.length).toBeGreaterThan(20);
    expect(parse(query).definitions.every(definition => 'name' in definition && definition.name)).toBe(true);
  });

  it('brings the variables it needs', () => {
    const given = variables === null ? [] : Object.keys(JSON.parse(variables) as object);
    const operations = parse(query).definitions.flatMap(definition =>
      'variableDefinitions' in definition ? (definition.variableDefinitions ?? []) : [],
    );
    expect(given.sort()).toEqual(operations.map(one => one.variable.name.value).sort());
  });
});

it('reads title and variables from comments', () => {
  const text = '# What it does.\n# variables: {"a": 1}\nquery A { viewer { name } }\n';
  expect(parseExample('a.graphql', text)).toMatchObject({ title: 'What it does.', variables: '{"a": 1}' });
  expect(getOperationAST(parse(text))?.name?.value).toBe('A');
});
