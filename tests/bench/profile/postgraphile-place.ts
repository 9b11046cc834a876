// Where the benchmark's own packages are: beside the sources, also when the compiled program runs.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const beside = fileURLToPath(new URL('..', import.meta.url));
const inSources = fileURLToPath(new URL('../../../../tests/bench/', import.meta.url));

/** The folder with the benchmark's package.json. */
export const PACKAGES = existsSync(`${beside}/package.json`) ? beside : inSources;
