// Record ids as HubSpot writes them: digits, in no order of time.

/** First of each HubSpot type's range, wide apart because ids are only unique within a type but easier to read so. */
const HUBSPOT_BASE = {
  contact: 713_402_000_000,
  company: 290_118_000_000,
  deal: 412_550_000_000,
  ticket: 534_021_000_000,
  call: 615_000_000_000,
  email: 628_000_000_000,
  communication: 641_000_000_000,
  meeting: 654_000_000_000,
  note: 667_000_000_000,
  task: 680_000_000_000,
  feedback_submission: 693_000_000_000,
} as const;
export type HubSpotType = keyof typeof HUBSPOT_BASE;

/**
 * The n-th id of a type. Within each hundred the order is reversed: HubSpot's ids do not ascend with time either,
 * and a reader that trusts them must fail here.
 */
export function hubspotId(type: HubSpotType, n: number): string {
  const swapped = n - (n % 100) + (99 - (n % 100));
  return String(HUBSPOT_BASE[type] + swapped * 37);
}

/** Of the n-th of the company's own people. */
export const ownerId = (n: number): string => String(41_629_700 + n * 13);
