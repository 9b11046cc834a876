// Pure: what health is made of. Versions are only ever added, so that what an old score meant can be read.

export const HEALTH_PARTS = [
  'RECENCY',
  'SENTIMENT',
  'OPEN_CASES',
  'REOPENED_CASES',
  'LATEST_NPS',
  'LATEST_CSAT',
  'LATEST_CES',
  'PURCHASES',
] as const;
export type HealthPart = (typeof HEALTH_PARTS)[number];

export interface HealthComponent {
  readonly part: HealthPart;
  /** What is measured, and of whom it is known. */
  readonly description: string;
  /** Above 0; relative to the others. */
  readonly weight: number;
  /** Gives 0, and so does what lies beyond; `best` gives 100. */
  readonly worst: number;
  readonly best: number;
}

export interface HealthDefinition {
  readonly version: number;
  readonly description: string;
  readonly components: readonly HealthComponent[];
}

/** How far back a customer's own facts count. */
export const HEALTH_DAYS = 365;
/** Fewer parts say too little: there is no health then. */
export const LEAST_PARTS = 2;

const DESCRIPTION =
  `A weighted mean of what is known of the customer, 0 (bad) to 100 (good), from their own records of the last ${HEALTH_DAYS} days. ` +
  'Each part is put on 0 to 100 in a straight line from `worst` to `best`, and stays at the end that it passes. ' +
  `A part that is not known is left out and the weights of the others take its place; with fewer than ${LEAST_PARTS} parts there is no health. ` +
  'It is computed again whenever something of the customer changes, and every night, because time alone moves it.';

const version1: HealthDefinition = {
  version: 1,
  description: DESCRIPTION,
  components: [
    {
      part: 'RECENCY',
      description: 'Days since their latest interaction. Known of whoever ever had one.',
      weight: 15,
      worst: 365,
      best: 30,
    },
    {
      part: 'SENTIMENT',
      description: 'Mean sentiment of their texts, -1 to 1. Known of whoever wrote a text that could be scored.',
      weight: 15,
      worst: -1,
      best: 1,
    },
    {
      part: 'OPEN_CASES',
      description: 'Cases opened in this time and not resolved yet. Known of whoever had a case.',
      weight: 10,
      worst: 3,
      best: 0,
    },
    {
      part: 'REOPENED_CASES',
      description:
        'Percent of the cases resolved in this time that were ever reopened. Known of whoever had one resolved.',
      weight: 10,
      worst: 50,
      best: 0,
    },
    {
      part: 'LATEST_NPS',
      description: 'Their newest answer to an NPS question, 0 to 10.',
      weight: 20,
      worst: 0,
      best: 10,
    },
    {
      part: 'LATEST_CSAT',
      description:
        "Their newest answer to a CSAT question, in percent of the way from its scale's worst end to its best.",
      weight: 10,
      worst: 0,
      best: 100,
    },
    {
      part: 'LATEST_CES',
      description:
        "Their newest answer to a CES question, in percent of the way from its scale's worst end to its best.",
      weight: 10,
      worst: 0,
      best: 100,
    },
    {
      part: 'PURCHASES',
      description: 'Days in this time on which they bought. Known of whoever ever bought.',
      weight: 10,
      worst: 0,
      best: 4,
    },
  ],
};

/** A case whose source does not tell of reopenings is none that was never reopened. */
const version2: HealthDefinition = {
  version: 2,
  description: `${DESCRIPTION} What no source tells of them is not known either, and is no good sign: which share of the weights was known is told beside it.`,
  components: version1.components.map(component =>
    component.part === 'REOPENED_CASES'
      ? {
          ...component,
          description:
            'Percent of the cases resolved in this time that were ever reopened, among those whose source tells. Known of whoever had such a case.',
        }
      : component,
  ),
};

/** Oldest first. */
export const HEALTH_VERSIONS: readonly [HealthDefinition, ...HealthDefinition[]] = [version1, version2];
/** The one in use. */
export const HEALTH: HealthDefinition = HEALTH_VERSIONS.at(-1)!;
