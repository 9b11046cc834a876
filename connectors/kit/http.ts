// One HTTP exchange that cannot hang, cannot be redirected and cannot fill the memory.
export interface Exchange {
  readonly method?: string;
  readonly url: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer;
  /** From the start to the last byte of the body. */
  readonly timeoutMs?: number;
  readonly maxBytes?: number;
  readonly signal?: AbortSignal;
}

export interface Answer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** The exchange did not complete: refused, reset, cut, stalled, redirected or too large. `status` when one was seen. */
export class TransportError extends Error {
  override readonly name = 'TransportError';
  constructor(
    message: string,
    readonly status: number | null,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** For people: no answer at all is mostly a wrong address. The system's message names host and port, never a path. */
export function wordsOf(vendor: string, error: TransportError): string {
  if (error.status !== null) return `${vendor}'s answer cannot be used: ${error.message}`;
  return `${vendor} cannot be reached (${error.message}); check its address and the network`;
}

const TIMEOUT_MS = 60_000;
const MAX_BYTES = 64 * 1024 * 1024;

/** Any status but a redirect resolves. A body shorter than its Content-Length rejects. */
export async function exchange(request: Exchange): Promise<Answer> {
  const response = await open(request);
  const chunks: Buffer[] = [];
  for await (const chunk of bytes(response, request)) chunks.push(chunk);
  return { status: response.status, headers: headersOf(response), body: Buffer.concat(chunks).toString('utf8') };
}

/** As `exchange`, but hands the body on while it arrives: for files that do not fit in memory. */
export async function exchangeStream(
  request: Exchange,
): Promise<Omit<Answer, 'body'> & { body: AsyncIterable<Buffer> }> {
  const response = await open(request);
  return { status: response.status, headers: headersOf(response), body: bytes(response, request) };
}

async function open(request: Exchange): Promise<Response> {
  const timeout = AbortSignal.timeout(request.timeoutMs ?? TIMEOUT_MS);
  const signal = request.signal ? AbortSignal.any([request.signal, timeout]) : timeout;
  let response: Response;
  try {
    response = await fetch(request.url, {
      method: request.method ?? 'GET',
      headers: request.headers,
      body: request.body as BodyInit | undefined,
      redirect: 'manual',
      signal,
    });
  } catch (cause) {
    request.signal?.throwIfAborted();
    throw new TransportError(reason(cause), null, { cause });
  }
  if (response.status >= 300 && response.status < 400 && response.status !== 304) {
    await response.body?.cancel();
    // The token must not follow to another host.
    throw new TransportError(`redirect to ${hostOf(response.headers.get('location'))} refused`, response.status);
  }
  return response;
}

async function* bytes(response: Response, request: Exchange): AsyncGenerator<Buffer> {
  const max = request.maxBytes ?? MAX_BYTES;
  let size = 0;
  try {
    for await (const chunk of response.body ?? []) {
      size += chunk.byteLength;
      if (size > max) throw new TransportError(`body larger than ${max} bytes`, response.status);
      yield Buffer.from(chunk);
    }
  } catch (cause) {
    request.signal?.throwIfAborted();
    if (cause instanceof TransportError) throw cause;
    throw new TransportError(reason(cause), response.status, { cause });
  }
}

function headersOf(response: Response): Record<string, string> {
  return Object.fromEntries(response.headers);
}

function hostOf(location: string | null): string {
  return location && URL.canParse(location) ? new URL(location).host : 'an unnamed place';
}

function reason(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  if (cause.name === 'TimeoutError') return 'no complete answer in time';
  const inner = cause.cause as NodeJS.ErrnoException | undefined;
  // "connect ECONNREFUSED 127.0.0.1:80" says more than the code; several addresses tried at once have no message.
  return (inner?.syscall && inner.message) || (inner?.code ?? inner?.message ?? cause.message);
}
