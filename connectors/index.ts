// Finds the connectors: each folder here that has an index file is one.
import { existsSync, readdirSync } from 'node:fs';
import { extname } from 'node:path';
import type { Connector } from './contract.ts';

/** By key, which is the folder's name. Throws when a folder does not export the `connector` of its name. */
export async function loadConnectors(): Promise<ReadonlyMap<string, Connector>> {
  const index = `index${extname(import.meta.url)}`;
  const folders = readdirSync(new URL('.', import.meta.url), { withFileTypes: true })
    .filter(entry => entry.isDirectory() && existsSync(new URL(`${entry.name}/${index}`, import.meta.url)))
    .map(entry => entry.name)
    .sort();
  const connectors = await Promise.all(folders.map(folder => load(folder, index)));
  return new Map(connectors.map(connector => [connector.key, connector]));
}

async function load(folder: string, index: string): Promise<Connector> {
  const { connector } = (await import(new URL(`${folder}/${index}`, import.meta.url).href)) as {
    connector?: Connector;
  };
  if (connector?.key !== folder)
    throw new Error(`connectors/${folder} must export a connector with the key "${folder}".`);
  return connector;
}
