// Column kinds that every table uses, so that equal things have equal types.
import { p } from '@mikro-orm/postgresql';

/** Row id; below 2^53, so a number is exact. */
export const id = () => p.bigint('number').primary().autoincrement();
/** The id of a row whose identity is another row's: the source record it was projected from. */
export const sharedId = () => p.bigint('number').primary().autoincrement(false);
export const idOf = () => p.bigint('number');
export const text = () => p.string().columnType('text');
export const texts = () => p.array<string>().columnType('text[]');
export const time = () => p.datetime().columnType('timestamptz');
export const createdNow = () => time().defaultRaw('now()');
export const number = () => p.double();
/** What it holds is known to who writes and reads it. */
export const json = () => p.json<unknown>();
export const whole = () => p.integer();
export const count = () => p.integer().default(0);
