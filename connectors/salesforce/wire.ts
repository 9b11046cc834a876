// Shapes of Salesforce's answers, checked before anything is read from them.
import { z } from 'zod';
import type { JsonObject } from '../contract.ts';

const record = z.custom<JsonObject>(value => typeof value === 'object' && value !== null && !Array.isArray(value));

export const QueryPage = z
  .object({
    totalSize: z.number(),
    done: z.boolean(),
    nextRecordsUrl: z.string().optional(),
    records: z.array(record),
  })
  .refine(page => page.done || page.nextRecordsUrl);
export type QueryPage = z.infer<typeof QueryPage>;

export const DescribedField = z.object({
  name: z.string(),
  type: z.string(),
  label: z.string().optional(),
  custom: z.boolean().optional(),
  compoundFieldName: z.string().nullish(),
  relationshipName: z.string().nullish(),
});
export type DescribedField = z.infer<typeof DescribedField>;

export const Described = z.object({ name: z.string(), fields: z.array(DescribedField).min(1) });
export type Described = z.infer<typeof Described>;

export const DescribedAll = z.object({ sobjects: z.array(z.object({ name: z.string() })) });

/** `refresh_token` comes only when the org rotates it. */
export const Token = z.object({
  access_token: z.string().min(1),
  instance_url: z.url(),
  id: z.string().optional(),
  refresh_token: z.string().optional(),
});
export type Token = z.infer<typeof Token>;

export const TokenRefusal = z.object({ error: z.string(), error_description: z.string().optional() });

export const ErrorList = z
  .array(z.object({ errorCode: z.string().default('UNKNOWN'), message: z.string().default('') }))
  .min(1);

export const BulkJob = z.object({
  id: z.string(),
  state: z.enum(['UploadComplete', 'InProgress', 'JobComplete', 'Failed', 'Aborted']),
  numberRecordsProcessed: z.number().optional(),
  errorMessage: z.string().optional(),
});
export type BulkJob = z.infer<typeof BulkJob>;
