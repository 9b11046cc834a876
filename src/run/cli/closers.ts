// What is open, closed in the opposite order, each once.

interface Closer {
  readonly name: string;
  close(): Promise<void>;
  /** Without waiting, when the program ends at once. */
  force?(): void;
}

export class Closers {
  private readonly open: Closer[] = [];

  add(name: string, close: () => Promise<void>, force?: () => void): void {
    this.open.push({ name, close, ...(force ? { force } : {}) });
  }

  /** Goes on where one fails, and then throws that failure. */
  async close(): Promise<void> {
    const failures: unknown[] = [];
    // Taken out only when done, so that `force` still finds the one that hangs.
    for (let closer = this.open.at(-1); closer; closer = this.open.at(-1)) {
      try {
        await closer.close();
      } catch (cause) {
        failures.push(new Error(`${closer.name} did not close`, { cause }));
      }
      this.open.pop();
    }
    if (failures.length > 0) throw failures[0];
  }

  force(): void {
    for (const closer of this.open) closer.force?.();
  }
}
