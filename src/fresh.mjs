// Compiles before a start, but only when a source is newer than what was compiled: a start should not wait for it.
import { execSync } from 'node:child_process';
import { existsSync, globSync, statSync } from 'node:fs';

// A build that went well gives it the time. What tsc notes for itself is also written by a check, and by a build that failed.
const built = existsSync('dist/src/main.js') ? statSync('dist/src/main.js').mtimeMs : 0;
const sources = globSync('{src,connectors,schema,migrations}/**/*.{ts,tsx}');
if (sources.some(file => statSync(file).mtimeMs > built)) execSync('npm run --silent build', { stdio: 'inherit' });
