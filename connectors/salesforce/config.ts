// What a user states to connect an org.
import { z } from 'zod';
import { API_VERSION } from './api.ts';

const isHttp = (url: string) => /^https?:\/\//.test(url);

export const Config = z
  .object({
    loginUrl: z.url().refine(isHttp, 'an http(s) address').meta({
      label: 'My Domain URL',
      origin: true,
      description: 'Such as https://acme.my.salesforce.com. The client-credentials flow needs My Domain.',
    }),
    clientId: z
      .string()
      .min(1)
      .meta({ label: 'Consumer key', description: 'Of the connected app or external client app.' }),
    clientSecret: z.string().min(1).optional().meta({
      label: 'Consumer secret',
      secret: true,
      description: 'Needed for the client-credentials flow; with a refresh token only if the app asks for it.',
    }),
    refreshToken: z.string().min(1).optional().meta({
      label: 'Refresh token',
      secret: true,
      description: 'When it is given, the refresh-token flow is used instead of client credentials.',
    }),
    apiVersion: z
      .string()
      .regex(/^\d{2,3}\.0$/)
      .default(API_VERSION)
      .meta({ label: 'API version', description: 'Of the REST and Bulk APIs, 53.0 or newer.' }),
    lagSeconds: z.number().min(0).default(300).meta({
      label: 'Settle lag (seconds)',
      description: 'Changes younger than this are delivered but read once more: a long transaction may commit late.',
    }),
    overlapSeconds: z.number().min(0).default(600).meta({
      label: 'Overlap (seconds)',
      description: 'How far each incremental read goes back behind the last settled moment.',
    }),
    bulkAbove: z.number().int().min(0).default(50_000).meta({
      label: 'Bulk above (records)',
      description: 'Reads of more records than this go through the Bulk API 2.0.',
    }),
    apiShare: z.number().positive().max(1).default(0.8).meta({
      label: 'Share of the API quota',
      description: "Stops when this share of the org's daily API requests is used, by whomever.",
    }),
    timeoutSeconds: z.number().positive().default(150).meta({
      label: 'Request timeout (seconds)',
      description: 'Salesforce itself ends a query after 120 seconds.',
    }),
  })
  .refine(config => config.refreshToken || config.clientSecret, {
    message: 'a consumer secret or a refresh token is needed',
    path: ['clientSecret'],
  });
export type Config = z.infer<typeof Config>;
