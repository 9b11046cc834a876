// Pure: columns of metric_fact, in the order in which the SQL of facts gives them.

export const FACT_COLUMNS = [
  'source_id',
  'item',
  'kind',
  'subject',
  'at',
  'value',
  'sign',
  'bin',
  'unit',
  'channel',
  'touchpoint',
  'survey_id',
  'connection_id',
  'country',
  'lifecycle_stage',
  'language',
  'account_id',
  'case_id',
  'survey_channel',
  'agent',
] as const;
