// Wakes one who waits for something to happen.

/** Remembers that something happened until it is asked for. */
export class Signal {
  #raised = false;
  #ended = false;
  #wake = () => {};

  raise(): void {
    this.#raised = true;
    this.#wake();
  }

  end(): void {
    this.#ended = true;
    this.#wake();
  }

  /** Waits for the next raise, but not for ever; false once it has ended. */
  async raised(patienceMs: number): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    if (!this.#raised && !this.#ended) {
      await new Promise<void>(resolve => {
        this.#wake = resolve;
        timer = setTimeout(resolve, patienceMs);
      });
    }
    clearTimeout(timer);
    this.#raised = false;
    return !this.#ended;
  }
}
