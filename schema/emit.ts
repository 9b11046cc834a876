// Writes schema/schema.graphql: the schema as text, for reviews and clients.
import 'reflect-metadata';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { createSchema } from './create-schema.ts';

export function schemaText(): string {
  return `${printSchema(lexicographicSortSchema(createSchema()))}\n`;
}

const file = new URL('./schema.graphql', import.meta.url);
if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(file, schemaText());
