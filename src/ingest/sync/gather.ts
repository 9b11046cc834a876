// Pages that come faster than they are committed go together into one transaction; slow ones go at once, each alone.
import type { Page } from '../../../connectors/contract.ts';

/** Records that wait for the commit under way, before the source is left alone for a while. */
export const MOST = 1000;

/**
 * Reads ahead while the consumer works, by at most `most` records and one page. Pages are joined in their order, the
 * cursor is the last one's. An error of the source comes after the pages before it.
 */
export async function* gather(source: AsyncIterable<Page>, most = MOST): AsyncGenerator<Page> {
  const iterator = source[Symbol.asyncIterator]();
  const waiting: Page[] = [];
  const arrived = new Bell();
  const taken = new Bell();
  let end = null as { readonly error?: unknown } | null;
  let left = false;
  const isFull = () => waiting.reduce((sum, page) => sum + sizeOf(page), 0) >= most;
  const pump = async () => {
    for (;;) {
      while (isFull() && !left) await taken.rings();
      if (left) return;
      const next = await iterator.next();
      if (next.done) return;
      waiting.push(next.value);
      arrived.ring();
    }
  };
  const pumping = pump().then(
    () => {
      end = {};
      arrived.ring();
    },
    error => {
      end = { error };
      arrived.ring();
    },
  );
  try {
    for (;;) {
      if (waiting.length > 0) {
        const pages = takeRun(waiting);
        taken.ring();
        yield pages.length === 1 ? pages[0]! : joinPages(pages);
      } else if (end === null) await arrived.rings();
      else if ('error' in end) throw end.error;
      else return;
    }
  } finally {
    left = true;
    taken.ring();
    await pumping;
    await iterator.return?.();
  }
}

/** Up to and with the first page that has deletions: what comes after it may bring the same record back. */
function takeRun(waiting: Page[]): Page[] {
  const last = waiting.findIndex(page => page.deleted.length > 0);
  return waiting.splice(0, last < 0 ? waiting.length : last + 1);
}

export function joinPages(pages: readonly Page[]): Page {
  const lastOf = <K extends keyof Page>(key: K): Page[K] | undefined =>
    pages.findLast(page => page[key] !== undefined)?.[key];
  return {
    records: pages.flatMap(page => page.records),
    deleted: pages.flatMap(page => page.deleted),
    cursor: pages.at(-1)!.cursor,
    expected: lastOf('expected'),
    syncedThrough: lastOf('syncedThrough'),
  };
}

const sizeOf = (page: Page) => page.records.length + page.deleted.length;

/** Remembers a ring until somebody hears it. */
class Bell {
  private rung = false;
  private hear: (() => void) | null = null;

  ring(): void {
    this.rung = true;
    this.hear?.();
  }

  async rings(): Promise<void> {
    if (!this.rung) await new Promise<void>(resolve => (this.hear = resolve));
    this.hear = null;
    this.rung = false;
  }
}
