// The fakes' clock while the world lives: events happen at their planned moments, however late they are carried out.
import { FakeClock } from '../../../../connectors/kit/fake-server.ts';

export class LivingClock extends FakeClock {
  private moment: number | null = null;
  /** Called with the time whenever somebody looks, so that what is due has happened before they see it. */
  onLook: (now: number) => void = () => {};

  constructor(private readonly real: FakeClock = new FakeClock()) {
    super();
  }

  override now(): number {
    if (this.moment !== null) return this.moment;
    const now = this.real.now();
    this.onLook(now);
    return now;
  }

  override freeze(at: number): void {
    this.real.freeze(at);
  }

  override advance(ms: number): void {
    this.real.advance(ms);
  }

  /** Does work that must not wait, as if it were `moment`. */
  at(moment: number, work: () => void): void {
    const before = this.moment;
    this.moment = moment;
    try {
      work();
    } finally {
      this.moment = before;
    }
  }
}
