// Error answers as the real API gives them.
import { randomUUID } from 'node:crypto';
import type { FakeReply } from '../../kit/fake-server.ts';

function failure(status: number, body: Record<string, unknown>): FakeReply {
  return { status, body: { status: 'error', correlationId: randomUUID(), ...body } };
}

export const errors = {
  badToken: () =>
    failure(401, {
      message:
        'Authentication credentials not found. This API supports OAuth 2.0 authentication and you can find more details at https://developers.hubspot.com/docs/methods/auth/oauth-overview',
      category: 'INVALID_AUTHENTICATION',
    }),
  expiredToken: () =>
    failure(401, {
      message: 'The OAuth token used to make this call expired 12 second(s) ago.',
      category: 'EXPIRED_AUTHENTICATION',
      context: { 'expire time': ['2026-03-10T23:04:41.164Z'] },
    }),
  malformedToken: (): FakeReply => html(530),
  missingScopes: (scopes: readonly string[]) =>
    failure(403, {
      message:
        "This app hasn't been granted all required scopes to make this call. Read more about required scopes here: https://developers.hubspot.com/scopes.",
      errors: [
        { message: 'One or more of the following scopes are required.', context: { requiredGranularScopes: scopes } },
      ],
      links: { scopes: 'https://developers.hubspot.com/scopes' },
      category: 'MISSING_SCOPES',
    }),
  notFound: (id: string) =>
    /^\d+$/.test(id)
      ? failure(404, { message: 'resource not found' })
      : failure(404, {
          message: 'Object not found.  objectId are usually numeric.',
          context: { id: [id] },
          category: 'OBJECT_NOT_FOUND',
        }),
  badRequest: (message = 'There was a problem with the request.') =>
    failure(400, { message, category: 'VALIDATION_ERROR' }),
  archivesUnlisted: () => failure(400, { message: 'Paging through deleted objects is not yet supported' }),
  tenSecondly: () =>
    failure(429, {
      message: 'You have reached your ten_secondly_rolling limit.',
      errorType: 'RATE_LIMIT',
      policyName: 'TEN_SECONDLY_ROLLING',
      groupName: 'publicapi:private_app-api-calls-ten-secondly:1:1',
    }),
  /** Both shapes have been seen. */
  secondly: (old: boolean) =>
    failure(429, {
      message: 'You have reached your secondly limit.',
      ...(old ? { category: 'RATE_LIMITS' } : { errorType: 'RATE_LIMIT', policyName: 'SECONDLY' }),
    }),
  daily: () =>
    failure(429, { message: 'You have reached your daily limit.', errorType: 'RATE_LIMIT', policyName: 'DAILY' }),
  internal: () => failure(500, { message: 'internal error' }),
};

export function html(status: number): FakeReply {
  return {
    status,
    headers: { 'content-type': 'text/html; charset=UTF-8' },
    body: `<!DOCTYPE html><html><head><title>${status}</title></head><body>${status}</body></html>`,
  };
}
