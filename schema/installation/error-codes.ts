// The codes that errors have.
import { Field, Int, ObjectType, Query, Resolver } from 'type-graphql';
import { ERROR_CODES } from '../../src/base/errors.ts';

@ObjectType('ErrorCodeInfo', {
  description: 'A code that stands in `extensions.code` of errors, and what to do when it does.',
  simpleResolvers: true,
})
export class ErrorCodeInfo {
  @Field(() => String, { description: 'The code, such as BAD_USER_INPUT. Codes do not change.' })
  code!: string;
  @Field(() => String, { description: 'What has happened, and what helps.' })
  meaning!: string;
  @Field(() => Boolean, {
    description:
      'Whether the same request may succeed a little later. Each error says it too, in `extensions.retryable`.',
  })
  retryable!: boolean;
  @Field(() => Int, {
    description: 'HTTP status of an answer that holds nothing but this error. Beside data the status is 200.',
  })
  status!: number;
}

@Resolver()
export class ErrorCodeResolver {
  @Query(() => [ErrorCodeInfo], {
    description:
      'Every code that an error can have in `extensions.code`, the same over HTTP and WebSocket. Beside it stand `retryable`, and where they apply `field` (what is wrong, as it was sent), `limit` (what was passed) and `id` (where the log has more).',
  })
  errorCodes(): ErrorCodeInfo[] {
    return Object.entries(ERROR_CODES).map(([code, info]) => ({ code, ...info }));
  }
}
