// What is wrong with an answer, whatever it answers; and with answers that should be alike.
import { ERROR_CODES } from '../../../src/base/errors.ts';
import type { Request } from './requests.ts';
import type { AnswerError, Sent } from './sender.ts';

/** Of one answer, in bytes. */
export const ANSWER_BYTES = 8_000_000;
/** After this a request must have been given up, in milliseconds. */
export const REQUEST_MS = 17_000;
/** Told, though no fault. */
export const SLOW_MS = 2_000;

export type FaultKind =
  | 'internal error'
  | 'stall'
  | 'no answer'
  | 'server status'
  | 'answer above the budget'
  | 'unknown code'
  | 'no field'
  | 'changes when sent again'
  | 'other code over WebSocket'
  | 'other code as variable'
  | 'the log';

export interface Fault {
  readonly kind: FaultKind;
  /** What it shows as; equal for equal faults. */
  readonly sign: string;
}

/** `logOf` gives what the log has under the id of an internal error. */
export function faultsOf(sent: Sent, logOf: (id: string) => string): Fault[] {
  const faults: Fault[] = [];
  const add = (kind: FaultKind, sign: string) => void faults.push({ kind, sign });
  if (sent.problem !== null) add('no answer', sent.problem);
  if (sent.ms > REQUEST_MS) add('stall', 'longer than a request may last');
  if (sent.bytes > ANSWER_BYTES) add('answer above the budget', `more than ${ANSWER_BYTES} bytes`);
  for (const error of sent.errors) {
    const { code, field, id } = error.extensions ?? {};
    if (code === 'INTERNAL_SERVER_ERROR') add('internal error', logOf(id ?? ''));
    else if (code === undefined || !Object.hasOwn(ERROR_CODES, code)) add('unknown code', `${code}: ${error.message}`);
    else if (code === 'BAD_USER_INPUT' && !field) add('no field', error.message);
  }
  const isExpected = sent.errors.some(({ extensions }) => statusOf(extensions?.code) === sent.status);
  if (sent.status >= 500 && !isExpected) add('server status', `status ${sent.status}`);
  return faults;
}

function statusOf(code: string | undefined): number {
  return code !== undefined && Object.hasOwn(ERROR_CODES, code)
    ? ERROR_CODES[code as keyof typeof ERROR_CODES].status
    : 0;
}

/** What took too long once may not the next time: such an answer is like none. */
function isTimedOut({ errors }: Pick<Sent, 'errors'>): boolean {
  return errors.some(({ extensions }) => extensions?.code === 'TIMEOUT');
}

export const isComparable = (sent: Sent): boolean => sent.problem === null && !isTimedOut(sent);

/** Of answers to one request that was sent several times, with nothing written meanwhile. */
export function changesOf(answers: readonly Sent[]): Fault[] {
  const [first, ...others] = answers.filter(isComparable);
  const other = others.find(({ text }) => text !== first?.text);
  return other ? [{ kind: 'changes when sent again', sign: differenceOf(first!.text, other.text) }] : [];
}

export function codesOf({ errors }: Pick<Sent, 'errors'>): string {
  return [...new Set(errors.map((error: AnswerError) => error.extensions?.code ?? 'none'))].sort().join(' ') || 'none';
}

/** Codes of what a document may be refused for where a variable is taken. */
const OF_SIZE = ['GRAPHQL_PARSE_FAILED', 'REQUEST_TOO_LARGE'];

/** Of answers to the same value, sent as a literal and as a variable. */
export function disagreementOf(sent: readonly { readonly request: Request; readonly answer: Sent }[]): Fault[] {
  const comparable = sent.filter(
    ({ request, answer }) => isComparable(answer) && !(request.unequal && OF_SIZE.includes(codesOf(answer))),
  );
  const codes = new Set(comparable.map(({ answer }) => codesOf(answer)));
  if (codes.size < 2) return [];
  return [{ kind: 'other code as variable', sign: [...codes].sort().join(' / ') }];
}

/** The first place where two texts part, without what is around it. */
function differenceOf(one: string, other: string): string {
  let at = 0;
  while (one[at] === other[at]) at++;
  const part = (text: string) => text.slice(Math.max(0, at - 30), at + 50);
  return `${part(one)} / ${part(other)}`;
}
