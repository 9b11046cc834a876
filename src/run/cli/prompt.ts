// Asks a person on the terminal.
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

/** The answer, trimmed. A secret one is not shown while it is typed. */
export type Ask = (question: string, secret: boolean) => Promise<string>;

/** Null where nobody sits at a terminal. */
export function terminalAsk(): Ask | null {
  if (!process.stdin.isTTY || !process.stdout.isTTY) return null;
  return async (question, secret) => {
    process.stdout.write(question);
    const output = secret ? new Writable({ write: (_chunk, _encoding, done) => done() }) : process.stdout;
    const reader = createInterface({ input: process.stdin, output, terminal: true });
    try {
      return (await reader.question('')).trim();
    } finally {
      reader.close();
      if (secret) process.stdout.write('\n');
    }
  };
}
