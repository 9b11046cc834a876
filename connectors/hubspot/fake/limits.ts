// HubSpot's rate limits: ten-secondly per app, secondly for searches, daily until midnight.
import type { FakeClock, FakeReply } from '../../kit/fake-server.ts';
import { errors } from './errors.ts';
import type { Limits } from './options.ts';

export class RateLimiter {
  private calls: number[] = [];
  private searches: number[] = [];
  private day = '';
  private today = 0;
  private refusals = 0;

  constructor(
    private readonly limits: Limits | null,
    private readonly clock: FakeClock,
    private readonly timeZone: string,
  ) {}

  /** The refusal, or undefined when the call may go on. */
  admit(isSearch: boolean): FakeReply | undefined {
    if (!this.limits) return undefined;
    const now = this.clock.now();
    const day = new Intl.DateTimeFormat('en-CA', { timeZone: this.timeZone }).format(now);
    if (day !== this.day) {
      this.day = day;
      this.today = 0;
    }
    this.calls = this.calls.filter(at => at > now - 10_000);
    this.searches = this.searches.filter(at => at > now - 1000);
    if (this.today >= this.limits.daily) return errors.daily();
    if (this.calls.length >= this.limits.tenSecondly) return errors.tenSecondly();
    if (isSearch && this.searches.length >= this.limits.search) return errors.secondly(this.refusals++ % 2 === 0);
    this.today += 1;
    this.calls.push(now);
    if (isSearch) this.searches.push(now);
    return undefined;
  }

  /** Searches tell nothing. */
  headers(isSearch: boolean): Record<string, string> {
    if (!this.limits || isSearch) return {};
    return {
      'x-hubspot-ratelimit-max': String(this.limits.tenSecondly),
      'x-hubspot-ratelimit-remaining': String(Math.max(0, this.limits.tenSecondly - this.calls.length)),
      'x-hubspot-ratelimit-interval-milliseconds': '10000',
      'x-hubspot-ratelimit-daily': String(this.limits.daily),
      'x-hubspot-ratelimit-daily-remaining': String(Math.max(0, this.limits.daily - this.today)),
    };
  }
}
