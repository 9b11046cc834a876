// Pure: what the columnar copy of the facts holds of each, by the names of metric_fact. Add a column here and in a migration.

/** Texts: the code of the name, 0 for none. */
export const CHUNK_NAMES = [
  'channel',
  'touchpoint',
  'country',
  'lifecycle_stage',
  'language',
  'survey_channel',
  'agent',
] as const;
/** Ids: the id itself, 0 for none. */
export const CHUNK_IDS = ['subject', 'survey_id', 'connection_id', 'account_id', 'case_id'] as const;
/** Four bytes a fact each, so that one is read without the others. `outcome` is the code of bin, sign and unit. */
export const CHUNK_COLUMNS = ['outcome', ...CHUNK_IDS, ...CHUNK_NAMES] as const;
export type ChunkColumn = (typeof CHUNK_COLUMNS)[number];
