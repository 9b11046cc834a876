// Pure: whose facts are read to learn how customers vary: all where there are few, else a fixed sample.

/** How much the report counts, and which ids its subjects can have. */
export interface Population {
  readonly facts: number;
  /** The highest customer id. */
  readonly lastCustomer: number;
  /** The highest source id of what belongs to nobody, whose subject is its negative. */
  readonly lastSource: number;
}

export interface Sample {
  /** One of so many customers, and one of so many nobodies; 1 for all. */
  readonly everyCustomer: number;
  readonly everySource: number;
  /** How they are found: by looking up each subject, or by passing over all facts of the period. */
  readonly by: 'subject' | 'period';
}

/** Up to here all are read. */
export const TAKE_ALL = 20_000;
/** So many facts tell a variance well: even if 10 are of one customer, a standard error is off by some 4 %. */
const ENOUGH = 5_000;
/** So many tell it tolerably. */
const FEWEST = 1_000;
/** So many subjects are looked up at most, for many may have done nothing in the period. */
const LOOK_UP = 2_000;
/** So many facts are passed over at most, to find the few of those who were drawn. */
const PASS_OVER = 200_000;

/** The work has a bound, however many facts and customers there are. */
export function sampleOf({ facts, lastCustomer, lastSource }: Population): Sample {
  if (facts <= TAKE_ALL) return { everyCustomer: 1, everySource: 1, by: 'period' };
  const every = Math.ceil(facts / ENOUGH);
  const everyCustomer = Math.max(every, Math.ceil(lastCustomer / LOOK_UP));
  if (facts / everyCustomer < FEWEST && facts <= PASS_OVER)
    return { everyCustomer: every, everySource: every, by: 'period' };
  return { everyCustomer, everySource: Math.max(every, Math.ceil(lastSource / LOOK_UP)), by: 'subject' };
}

/** So many customers one drawn customer stands for. */
export function weightIn({ everyCustomer, everySource }: Sample): (subject: number) => number {
  return subject => (subject > 0 ? everyCustomer : everySource);
}
