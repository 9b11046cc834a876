// A file that has its name only once it is whole: until then it stands beside it under another.
import { randomBytes } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { badInput } from '../../base/errors.ts';
import type { Write } from '../../serve/export/export.ts';

export interface ExportFile {
  readonly write: Write;
  /** Gives it its name, in the place of what had that before. */
  keep(): Promise<void>;
  /** Leaves nothing behind of what was not kept. */
  close(): Promise<void>;
}

/** Only its owner may read it: it holds what customers said. @throws UserError BAD_USER_INPUT */
export async function openExportFile(name: string): Promise<ExportFile> {
  const partial = `${name}.${randomBytes(4).toString('hex')}.part`;
  const file = await open(partial, 'wx', 0o600).catch((cause: NodeJS.ErrnoException) => {
    throw badInput('out', `${name} cannot be written: ${cause.message}`);
  });
  let isKept = false;
  return {
    write: async chunk => void (await file.appendFile(chunk)),
    async keep() {
      await file.sync();
      await rename(partial, name);
      isKept = true;
    },
    async close() {
      await file.close();
      if (!isKept) await rm(partial, { force: true });
    },
  };
}
