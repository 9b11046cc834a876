// Salesforce's clock, as its answers tell it: window bounds must not depend on ours.

export class ServerClock {
  private latest: number | null = null;

  note(date: string | undefined): void {
    const at = Date.parse(date ?? '');
    if (!Number.isNaN(at)) this.latest = Math.max(at, this.latest ?? at);
  }

  /** When the newest answer was sent, in ms, whole seconds; null before the first. */
  get now(): number | null {
    return this.latest;
  }
}
