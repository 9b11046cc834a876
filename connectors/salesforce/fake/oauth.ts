// The token endpoint: two grants, rotation, revocation, and what the data API asks it about tokens.
import type { FakeReply, FakeRequest } from '../../kit/fake-server.ts';

export interface Credentials {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly refreshToken: string;
}

export class TokenEndpoint {
  /** The refresh token that is good now. */
  refreshToken: string;
  /** Each refresh gives a new refresh token and ends the old one. */
  rotate = false;
  /** Every token handed out is refused at once: for endless 401. */
  refuseAll = false;
  private readonly valid = new Set<string>();
  private issued = 0;
  private revoked = false;

  constructor(
    private readonly credentials: Credentials,
    private readonly orgId: string,
    private readonly clockNow: () => number,
  ) {
    this.refreshToken = credentials.refreshToken;
  }

  accepts(authorization: string | undefined): boolean {
    return !this.refuseAll && this.valid.has(authorization?.replace(/^Bearer /, '') ?? '');
  }

  expireTokens(): void {
    this.valid.clear();
  }

  revoke(): void {
    this.revoked = true;
    this.valid.clear();
  }

  answer(request: FakeRequest, instanceUrl: string): FakeReply {
    const form = new URLSearchParams(request.body);
    if (form.get('client_id') !== this.credentials.clientId)
      return refusal('invalid_client_id', 'client identifier invalid');
    const secret = form.get('client_secret');
    if (form.get('grant_type') === 'client_credentials') {
      if (secret !== this.credentials.clientSecret) return refusal('invalid_client', 'invalid client credentials');
      if (this.revoked) return refusal('invalid_grant', 'no client credentials user enabled');
      return this.grant(instanceUrl, {});
    }
    if (form.get('grant_type') !== 'refresh_token')
      return refusal('unsupported_grant_type', 'grant type not supported');
    if (this.revoked || form.get('refresh_token') !== this.refreshToken)
      return refusal('invalid_grant', 'expired access/refresh token');
    if (!this.rotate) return this.grant(instanceUrl, {});
    this.refreshToken = `5Aep${this.issued}rotated`;
    return this.grant(instanceUrl, { refresh_token: this.refreshToken });
  }

  private grant(instanceUrl: string, extra: Record<string, string>): FakeReply {
    this.issued += 1;
    const token = `${this.orgId.slice(0, 15)}!AQ${this.issued}.fake`;
    this.valid.add(token);
    const body = {
      access_token: token,
      instance_url: instanceUrl,
      id: `${instanceUrl}/id/${this.orgId}/005000000000001AAA`,
      token_type: 'Bearer',
      issued_at: String(this.clockNow()),
      signature: 'c2lnbmF0dXJl',
      scope: 'api refresh_token',
      ...extra,
    };
    return { status: 200, body };
  }
}

function refusal(error: string, description: string): FakeReply {
  return { status: 400, body: { error, error_description: description } };
}
