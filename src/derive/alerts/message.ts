// Pure: what an alert says: what happened, to which figure, from how many answers, against which limit.
import { bucketBefore, type CalendarBucket } from './buckets.ts';
import type { Condition, Finding, Reading, Shown } from './condition.ts';
import { bucketText, differenceText, digitsToTell, figureText, pValueText, type Unit } from './words.ts';

export interface Told {
  /** What is watched, as the sentence begins. */
  readonly label: string;
  readonly unit: Unit;
  readonly condition: Condition;
  readonly finding: Finding;
  readonly reading: Reading;
  readonly bucket: CalendarBucket;
}

/** Such as "CSAT fell to 61.2 % (n 134) in October 2026, below 70 %." */
export function messageOf({ label, unit, condition, finding, reading, bucket }: Told): string {
  const { figure, before, pValue } = reading;
  const limit = 'below' in condition ? condition.below : 'above' in condition ? condition.above : before!.value!;
  const digits = digitsToTell(figure.value!, limit, unit);
  const text = (value: number) => figureText(value, unit, digits);
  const shown = ({ value, n }: Shown) => `${text(value!)} (n ${n.toLocaleString('en')})`;
  const now = `${shown(figure)} ${bucketText(bucket)}`;
  if (finding === 'BELOW') return `${label} ${verb(reading, 'fell to')} ${now}, below ${text(limit)}.`;
  if (finding === 'ABOVE') return `${label} ${verb(reading, 'rose to')} ${now}, above ${text(limit)}.`;
  const from = `${shown(before!)} ${bucketText(bucketBefore(bucket))}`;
  if (finding === 'DROPPED')
    return `${label} fell by ${differenceText(before!.value! - figure.value!, unit, digits)} to ${now}, from ${from}.`;
  return `${label} ${finding === 'FELL' ? 'fell' : 'rose'} significantly to ${now}, from ${from} (${pValueText(pValue!)}).`;
}

/** Where the bucket before is not known, or was no better, nothing moved that way. */
function verb({ figure, before }: Reading, moved: 'fell to' | 'rose to'): string {
  if (!before?.reliable || before.value === null) return 'is';
  const isSo = moved === 'fell to' ? figure.value! < before.value : figure.value! > before.value;
  return isSo ? moved : 'is';
}
