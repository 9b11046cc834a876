// The table of drivers, read slowly from its definition: of each customer the means of an outcome and of its drivers.

export interface DriverFact {
  readonly customer: number;
  /** Such as NPS or SENTIMENT. */
  readonly measure: string;
  /** As a driver counts it: more is better. */
  readonly value: number;
  /** Of the survey response that brought it; null for what came otherwise. */
  readonly response: string | null;
}
export interface DriverRow {
  readonly outcome: number;
  /** By measure; undefined where the customer has nothing that counts. */
  readonly drivers: Readonly<Record<string, number | undefined>>;
  /** Measures of which the customer gave an answer together with one of the outcome. */
  readonly together: ReadonlySet<string>;
}

/** `isText` tells texts from scores: of one response, neither is counted for the other. */
export function driverTable(
  facts: readonly DriverFact[],
  outcome: string,
  drivers: readonly string[],
  isText = (measure: string): boolean => measure === 'SENTIMENT',
): DriverRow[] {
  const rows: DriverRow[] = [];
  for (const customer of new Set(facts.map(fact => fact.customer))) {
    const own = facts.filter(fact => fact.customer === customer);
    const outcomes = own.filter(fact => fact.measure === outcome);
    if (outcomes.length === 0) continue;
    const isBeside = ({ response }: DriverFact) => response !== null && outcomes.some(one => one.response === response);
    const counted = own.filter(fact => !(isBeside(fact) && isText(fact.measure) !== isText(outcome)));
    rows.push({
      outcome: mean(outcomes)!,
      drivers: Object.fromEntries(drivers.map(name => [name, mean(counted.filter(fact => fact.measure === name))])),
      together: new Set(counted.filter(fact => isBeside(fact)).map(fact => fact.measure)),
    });
  }
  return rows;
}

function mean(facts: readonly DriverFact[]): number | undefined {
  return facts.length === 0 ? undefined : facts.reduce((sum, { value }) => sum + value, 0) / facts.length;
}
