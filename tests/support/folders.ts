// Temporary folders that a test leaves nothing of, wherever the database put its files.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findHome } from '../../src/base/database/embedded/place.ts';

export const FOLDER_PREFIX = 'cxgraph-tests-';

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), FOLDER_PREFIX));
}

export function removeFolder(folder: string): void {
  const home = findHome(folder);
  if (home) rmSync(home, { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
}
