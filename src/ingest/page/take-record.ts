// Takes a canonical record within its bounds: without the values that are out of them, or not at all.
import { z } from 'zod';
import { cutText } from '../../../connectors/bounds.ts';
import { type CanonicalInput, CanonicalRecord, CUT } from '../../../connectors/records.ts';
import { fieldOf, type Issue, wordsOf } from './issues.ts';

/** A value that a record was taken without, or only in part. */
export interface Left {
  /** Where it stands in the record: "answers[0].score". */
  readonly field: string;
  readonly reason: string;
}

/** Each round mends all that is seen; what is mended may show what lay below it. */
const ROUNDS = 10;

/**
 * What a record can do without is left out; texts and lists that are too long are cut.
 * @throws ZodError where that is not enough: what is wrong then is what the record cannot do without.
 */
export function takeRecord(input: CanonicalInput): {
  readonly record: CanonicalRecord;
  readonly left: readonly Left[];
} {
  let parsed = CanonicalRecord.safeParse(input);
  if (parsed.success) return { record: parsed.data, left: NOTHING };
  const mended = structuredClone(input);
  const left = new Map<string, Left>();
  for (let round = 0; round < ROUNDS && !parsed.success; round++) {
    const wanting = new Set<unknown[]>();
    for (const issue of parsed.error.issues) {
      const field = mend(mended, issue, wanting);
      if (field === null) throw parsed.error;
      left.set(field, { field, reason: wordsOf(issue) });
    }
    for (const list of wanting) closeGaps(list);
    parsed = CanonicalRecord.safeParse(mended);
  }
  if (!parsed.success) throw parsed.error;
  return { record: parsed.data, left: [...left.values()] };
}

const NOTHING: readonly Left[] = [];
const GONE = Symbol('left out');
type Holder = Record<PropertyKey, unknown>;

/** Mends what the issue is about, if that can be; returns its field. Lists that lost an entry are added to `wanting`. */
function mend(record: CanonicalInput, issue: Issue, wanting: Set<unknown[]>): string | null {
  let schema: z.core.$ZodType | undefined = SCHEMAS.get(record.type);
  let at: Holder = record as unknown as Holder;
  /** The innermost value on the way that the record can do without. */
  let spare: { holder: Holder; key: PropertyKey; depth: number } | null = null;
  for (const [depth, key] of issue.path.entries()) {
    const step = schema && stepInto(schema, key);
    if (!step) break;
    if (step.isOptional) spare = { holder: at, key, depth };
    schema = step.schema;
    const cut = CUT.get(step.schema as z.ZodType);
    if (depth === issue.path.length - 1 && cut && isTooLong(at[key], cut.length)) {
      at[key] = shortened(at[key], cut.length);
      return fieldOf(issue.path);
    }
    if (typeof at[key] !== 'object' || at[key] === null) break;
    at = at[key] as Holder;
  }
  if (spare === null) return null;
  if (Array.isArray(spare.holder)) {
    spare.holder[spare.key as number] = GONE;
    wanting.add(spare.holder);
  } else delete spare.holder[spare.key];
  return fieldOf(issue.path);
}

function closeGaps(list: unknown[]): void {
  let length = 0;
  for (const item of list) if (item !== GONE) list[length++] = item;
  list.length = length;
}

const SCHEMAS = new Map<unknown, z.core.$ZodType>(
  CanonicalRecord.options.map(option => [option.shape.type.value, option]),
);

interface Step {
  /** Without what makes it optional. */
  readonly schema: z.core.$ZodType;
  readonly isOptional: boolean;
}

/** Of an object its optional members; of a list or a map every entry. */
function stepInto(schema: z.core.$ZodType, key: PropertyKey): Step | null {
  if (schema instanceof z.ZodArray) return { ...unwrap(schema.element), isOptional: true };
  if (schema instanceof z.ZodRecord) return { ...unwrap(schema.valueType), isOptional: true };
  const member = schema instanceof z.ZodObject ? (schema.shape[key as string] as z.core.$ZodType | undefined) : null;
  return member ? unwrap(member) : null;
}

function unwrap(schema: z.core.$ZodType): Step {
  let inner = schema;
  while (inner instanceof z.ZodOptional || inner instanceof z.ZodNullable || inner instanceof z.ZodDefault)
    inner = inner.unwrap();
  return { schema: inner, isOptional: inner !== schema };
}

const isTooLong = (value: unknown, length: number) => sizeOf(value) > length;

function sizeOf(value: unknown): number {
  if (typeof value === 'string' || Array.isArray(value)) return value.length;
  return typeof value === 'object' && value !== null ? Object.keys(value).length : 0;
}

function shortened(value: unknown, length: number): unknown {
  if (typeof value === 'string') return cutText(value, length);
  if (Array.isArray(value)) return value.slice(0, length);
  return Object.fromEntries(Object.entries(value as object).slice(0, length));
}
