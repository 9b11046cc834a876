// Tokens: one refresh in flight, the new refresh token stored before use, each refusal named for what it means.
import type { Host } from '../contract.ts';
import { Fatal, Reauthorize, Retry } from '../errors.ts';
import { exchange, TransportError } from '../kit/http.ts';
import { DEFAULT_RETRY, withRetry } from '../kit/retry.ts';
import { singleFlight } from '../kit/single-flight.ts';
import { tokenUrl } from './api.ts';
import type { Config } from './config.ts';
import { BrokenAnswer, classify, json } from './failures.ts';
import { isTrustedInstance } from './instance.ts';
import { Token, TokenRefusal } from './wire.ts';

export class Auth {
  private token: Token | null = null;
  private refreshToken: string | undefined;
  private readonly renew = singleFlight(() => this.fetchToken());

  constructor(
    private readonly config: Config,
    private readonly host: Host,
    private readonly timeoutMs: number,
  ) {
    this.refreshToken = config.refreshToken;
  }

  /** The token in use; the first call fetches one. Throws Reauthorize or Retry. */
  async current(): Promise<Token> {
    return this.token ?? this.renew();
  }

  /** Called with a token that was refused: gives the one that has replaced it, or fetches one. */
  async after(refused: Token): Promise<Token> {
    return this.token && this.token !== refused ? this.token : this.renew();
  }

  private async fetchToken(): Promise<Token> {
    const token = await withRetry(this.host, DEFAULT_RETRY, () => this.ask(), classify);
    if (token.refresh_token && token.refresh_token !== this.refreshToken) {
      this.refreshToken = token.refresh_token;
      await this.host.saveConfig({ refreshToken: token.refresh_token });
    }
    this.token = token;
    return token;
  }

  private async ask(): Promise<Token> {
    const { clientId, clientSecret, loginUrl } = this.config;
    const form = new URLSearchParams({
      client_id: clientId,
      ...(clientSecret ? { client_secret: clientSecret } : {}),
      ...(this.refreshToken
        ? { grant_type: 'refresh_token', refresh_token: this.refreshToken }
        : { grant_type: 'client_credentials' }),
    });
    this.host.onRequest();
    const answer = await exchange({
      method: 'POST',
      url: tokenUrl(loginUrl),
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: form.toString(),
      timeoutMs: this.timeoutMs,
      maxBytes: 1_000_000,
      signal: this.host.signal,
    });
    if (answer.status >= 400) throw refused(answer.status, answer.body);
    const token = Token.safeParse(json(answer.body));
    if (!token.success) throw new BrokenAnswer('the token endpoint gave no token');
    const { instance_url: instance } = token.data;
    if (!isTrustedInstance(instance, loginUrl))
      throw new Fatal(
        `the token names ${new URL(instance).host} as the org's address: neither Salesforce's nor the host of the log-in. Check "loginUrl"`,
      );
    return token.data;
  }
}

function refused(status: number, body: string): Error {
  const parsed = TokenRefusal.safeParse(json(body));
  if (status >= 500 || status === 429 || status === 408 || !parsed.success)
    return new TransportError(`the token endpoint answered ${status}`, status);
  const { error, error_description: why = '' } = parsed.data;
  // The same code as a revoked grant, but it passes by itself.
  if (/rate exceeded/i.test(why)) return new Retry('too many logins', 300_000, { error });
  if (error === 'invalid_grant' || error === 'inactive_user' || error === 'inactive_org')
    return new Reauthorize(`Salesforce refuses the grant: ${why || error}`, { error });
  return new Reauthorize(`Salesforce refuses the connected app: ${why || error}`, { error });
}
