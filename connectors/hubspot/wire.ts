// What HubSpot's answers must look like before they are believed. Unknown fields pass through unchanged.
import { z } from 'zod';
import type { JsonObject } from '../contract.ts';

const digits = z.string().regex(/^\d+$/);
/** A Java Instant: no fraction when the milliseconds are zero. */
const instant = z.iso.datetime({ offset: true });
const optionalText = z.string().nullish();

export const Paging = z.object({ next: z.object({ after: z.string().min(1) }).nullish() }).nullish();

export const ObjectRecord = z.looseObject({
  id: digits,
  /** Strings or null, says HubSpot. One odd value must not stop a page, so the mapping looks at each. */
  properties: z.record(z.string(), z.unknown()),
  createdAt: instant,
  updatedAt: instant,
  archived: z.boolean().optional(),
  archivedAt: instant.nullish(),
});
export type ObjectRecord = z.infer<typeof ObjectRecord> & JsonObject;

export const ObjectPage = z.object({ results: z.array(ObjectRecord), paging: Paging });
export const SearchPage = ObjectPage.extend({ total: z.number().int().nonnegative() });
/** 207 has `errors` for inputs that gave nothing; each says which ids it is about. */
export const ObjectBatch = z.object({
  results: z.array(ObjectRecord),
  errors: z.array(z.looseObject({ category: optionalText })).optional(),
});

/** Newest first, says HubSpot; nothing relies on it. */
export const HistoryBatch = z.object({
  results: z.array(
    z.looseObject({
      id: digits,
      propertiesWithHistory: z
        .record(z.string(), z.array(z.looseObject({ value: optionalText, timestamp: optionalText })))
        .nullish(),
    }),
  ),
});

export const AssociationBatch = z.object({
  results: z.array(
    z.object({
      from: z.object({ id: z.coerce.string() }),
      to: z.array(
        z.looseObject({
          // A number here, a string everywhere else.
          toObjectId: z.union([z.number().int(), digits]),
          associationTypes: z
            .array(z.looseObject({ category: z.string(), typeId: z.number(), label: optionalText }))
            .default([]),
        }),
      ),
      paging: Paging,
    }),
  ),
  errors: z
    .array(
      z.looseObject({
        subCategory: z.unknown().optional(),
        message: optionalText,
        context: z.record(z.string(), z.array(z.string())).nullish(),
      }),
    )
    .optional(),
});
export type AssociationTarget = z.infer<typeof AssociationBatch>['results'][number]['to'][number] & JsonObject;

export const PropertyList = z.object({
  results: z.array(
    z.looseObject({
      name: z.string(),
      type: z.string(),
      fieldType: optionalText,
      hubspotDefined: z.boolean().nullish(),
      archived: z.boolean().nullish(),
      updatedAt: instant.nullish(),
    }),
  ),
});
export type Property = z.infer<typeof PropertyList>['results'][number] & JsonObject;

export const OwnerPage = z.object({
  results: z.array(z.looseObject({ id: z.string(), updatedAt: instant, archived: z.boolean().nullish() })),
  paging: Paging,
});
export type Owner = z.infer<typeof OwnerPage>['results'][number] & JsonObject;

const Stage = z.looseObject({ id: z.string(), label: z.string(), updatedAt: instant.nullish() });
export const PipelineList = z.object({
  results: z.array(
    z.looseObject({ id: z.string(), label: z.string(), stages: z.array(Stage), updatedAt: instant.nullish() }),
  ),
});
export type Pipeline = z.infer<typeof PipelineList>['results'][number] & JsonObject;

export const AccountDetails = z.object({ portalId: z.number(), timeZone: z.string().nullish() });
export const TokenInfo = z.object({ hubId: z.number(), scopes: z.array(z.string()) });

/** Every field of an error body is optional. */
export const ErrorBody = z.object({
  message: optionalText.catch(null),
  category: optionalText.catch(null),
  errorType: optionalText.catch(null),
  policyName: optionalText.catch(null),
  errors: z
    .array(z.object({ context: z.object({ requiredGranularScopes: z.array(z.string()).optional() }).optional() }))
    .optional()
    .catch(undefined),
});
export type ErrorBody = z.infer<typeof ErrorBody>;
