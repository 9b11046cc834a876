// The rooms of the house, from the ground up: a file imports files of its own room and of those that stand before it.

/**
 * Folders, and single files that stand apart from their folder; "*" is any one folder. The longest that fits is a
 * file's room.
 */
export const ROOMS = [
  'connectors/errors.ts',
  'connectors/bounds.ts',
  'connectors/interaction-kinds.ts',
  'connectors/vocabulary.ts',
  'connectors/records.ts',
  'connectors/contract.ts',
  'connectors/kit',
  'connectors/*',

  'src/base',
  'src/base/time',
  'src/base/database/embedded',
  'src/base/database',
  'src/base/access',
  'src/base/context',
  'src/base/queue',
  'migrations',
  'src/base/tables',

  'src/ingest',
  'src/ingest/marks',
  'src/ingest/identity',
  'src/ingest/sentiment',
  'src/ingest/accounts',
  'src/ingest/interactions',
  'src/ingest/surveys',
  'src/ingest/customers',
  'src/ingest/page',
  'src/ingest/recording',
  'src/ingest/imports',
  'src/ingest/sync',

  'src/derive/metrics',
  'src/derive/scores',
  'src/derive/evaluation',
  'src/derive/rules',
  'src/derive/segments',
  'src/derive/journeys',
  'src/derive/alerts',
  'src/derive/targets',
  'src/derive/refresh',

  'src/serve/diagnosis',
  'src/serve/graph',
  'schema',
  'src/serve/export',
  'src/serve/workbench',
  'src/serve/server',

  'src/run',
  'src/run/sandbox',
  'src/run/jobs',
  'src/run/cli',
  'src',
] as const;

/** Where in the list the room of a file is; -1 when it has none. */
export function roomOf(path: string): number {
  const fitting = ROOMS.filter(room => {
    if (room.endsWith('/*'))
      return path.startsWith(room.slice(0, -1)) && path.split('/').length > room.split('/').length;
    return path === room || path === room.replace(/\.ts$/, '') || path.startsWith(`${room}/`);
  });
  const longest = fitting.sort((a, b) => b.length - a.length)[0];
  return longest === undefined ? -1 : ROOMS.indexOf(longest);
}
