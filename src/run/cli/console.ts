// What a person sees: short lines on stdout.
import { stdout } from 'node:process';

export interface Console {
  line(text?: string): void;
  /** A line that the next one replaces, where that is possible; else nothing. */
  passing(text: string): void;
  readonly interactive: boolean;
}

export function createConsole(stream: NodeJS.WriteStream = stdout): Console {
  const interactive = stream.isTTY === true;
  let open = false;
  return {
    interactive,
    line(text = '') {
      stream.write(`${open ? '\r\u001b[K' : ''}${text}\n`);
      open = false;
    },
    passing(text) {
      if (!interactive) return;
      stream.write(`\r\u001b[K${text.slice(0, Math.max(20, stream.columns - 1))}`);
      open = true;
    },
  };
}

export function thousands(n: number): string {
  return n.toLocaleString('en-US');
}
