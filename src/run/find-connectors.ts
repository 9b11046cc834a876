// Finds the connectors: each folder of connectors/ that has an index file is one.
import { existsSync, readdirSync } from 'node:fs';
import { extname } from 'node:path';
import type { Connector } from '../../connectors/contract.ts';
import type { SandboxPart } from '../../connectors/kit/sandbox-part.ts';

const FOLDERS = new URL('../../connectors/', import.meta.url);

/** What the index file of each folder exports. */
interface Exported {
  readonly connector: Connector;
  readonly sandbox: () => Promise<SandboxPart>;
}

/** By key, which is the folder's name. Throws when a folder does not export the `connector` of its name. */
export async function loadConnectors(): Promise<ReadonlyMap<string, Connector>> {
  return new Map([...(await loadFolders())].map(([key, { connector }]) => [key, connector]));
}

/** By the connector's key. */
export async function loadSandboxParts(): Promise<ReadonlyMap<string, SandboxPart>> {
  const parts = [...(await loadFolders())].map(async ([key, { sandbox }]) => [key, await sandbox()] as const);
  return new Map(await Promise.all(parts));
}

async function loadFolders(): Promise<ReadonlyMap<string, Exported>> {
  const index = `index${extname(import.meta.url)}`;
  const folders = readdirSync(FOLDERS, { withFileTypes: true })
    .filter(entry => entry.isDirectory() && existsSync(new URL(`${entry.name}/${index}`, FOLDERS)))
    .map(entry => entry.name)
    .sort();
  return new Map(await Promise.all(folders.map(async folder => [folder, await load(folder, index)] as const)));
}

async function load(folder: string, index: string): Promise<Exported> {
  const { connector, sandbox } = (await import(new URL(`${folder}/${index}`, FOLDERS).href)) as Partial<Exported>;
  if (connector?.key !== folder)
    throw new Error(`connectors/${folder} must export a connector with the key "${folder}".`);
  if (!sandbox) throw new Error(`connectors/${folder} must export its part of the sandbox as "sandbox".`);
  return { connector, sandbox };
}
