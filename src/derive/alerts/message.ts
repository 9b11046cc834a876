// Pure: what an alert says: what happened, to which figure, from how many answers, against what, since when, how surely.
import { bucketBefore, type CalendarBucket } from './buckets.ts';
import type { Condition } from './condition.ts';
import type { Judgement, Reading, Shown, Trial } from './judge.ts';
import type { Silent } from './silence.ts';
import { bucketText, differenceText, digitsToTell, figureText, momentText, pValueText, type Unit } from './words.ts';

export interface Told {
  /** What is watched, as the sentence begins. */
  readonly label: string;
  readonly unit: Unit;
  readonly condition: Condition;
  readonly judgement: Judgement;
  readonly reading: Reading;
  readonly bucket: CalendarBucket;
  readonly trial: Trial;
}

/** Such as "CSAT fell to 61.2 % (n 67) in October 2026 so far, below 70 %." */
export function messageOf({ label, unit, condition, judgement, reading, bucket, trial }: Told): string {
  const { figure, before } = reading;
  const { finding } = judgement;
  const limit = 'below' in condition ? condition.below : 'above' in condition ? condition.above : before!.value!;
  const digits = digitsToTell(figure.value!, limit, unit);
  const text = (value: number) => figureText(value, unit, digits);
  const shown = ({ value, n }: Shown) => `${text(value!)} (n ${n.toLocaleString('en')})`;
  const now = `${shown(figure)} ${bucketText(bucket)}`;
  const how = testText(judgement, trial);
  const surely = trial.level === null ? '' : 'surely ';
  if (finding === 'BELOW') return `${label} ${verb(reading, 'fell to')} ${now}, ${surely}below ${text(limit)}${how}.`;
  if (finding === 'ABOVE') return `${label} ${verb(reading, 'rose to')} ${now}, ${surely}above ${text(limit)}${how}.`;
  const from = `${shown(before!)} ${bucketText(bucketBefore(bucket))}`;
  if (finding !== 'DROPPED')
    return `${label} ${finding === 'FELL' ? 'fell' : 'rose'} significantly to ${now}, from ${from}${how}.`;
  const by = differenceText(before!.value! - figure.value!, unit, digits);
  const least = 'dropsBy' in condition ? differenceText(condition.dropsBy, unit, digits) : '';
  return `${label} fell by ${by} to ${now}, from ${from}${surely && `, surely by ${least} or more`}${how}.`;
}

/** " (p = 0.012 at any look, level 0.05, 12 groups)"; empty where nothing was tested. */
function testText({ pValue }: Judgement, { level, groups, isWhole }: Trial): string {
  if (pValue === null || level === null) return '';
  const p = `${pValueText(pValue)}${isWhole ? '' : ' at any look'}`;
  return ` (${[p, `level ${level}`, ...(groups > 1 ? [`${groups} groups`] : [])].join(', ')})`;
}

/** Where the bucket before is not known, or was no better, nothing moved that way. */
function verb({ figure, before }: Reading, moved: 'fell to' | 'rose to'): string {
  if (!before?.reliable || before.value === null) return 'is';
  const isSo = moved === 'fell to' ? figure.value! < before.value : figure.value! > before.value;
  return isSo ? moved : 'is';
}

export interface ToldSilence {
  readonly label: string;
  /** Milliseconds that it may be silent. */
  readonly length: number;
  readonly silent: Silent;
  readonly now: Date;
}

/** Whether nothing came, or whether nobody asked. */
export function silenceText({ label, length, silent, now }: ToldSilence): string {
  const { finding, since, isFirst, through, source } = silent;
  const lasting = (from: Date, until: Date) => lengthText(until.getTime() - from.getTime());
  const limit = `${lengthText(length)} are allowed`;
  const last = isFirst
    ? `since the rule was saved on ${momentText(since)}, nor ever before`
    : `since ${momentText(since)}`;
  if (finding === 'SILENT') {
    const read = source === null ? '' : ` "${source}" was last read on ${momentText(through)}.`;
    return `Nothing that ${label} counts has come ${last}, for ${lasting(since, through)}; ${limit}.${read}`;
  }
  return `Nothing is known of ${label} ${last}, for ${lasting(since, now)}; ${limit}. ${unreadText(source!, through)}: whether anything came cannot be told.`;
}

/** Why a rule looks at an earlier bucket. */
export function waitingText(source: string, through: Date): string {
  return `${unreadText(source, through)}: until it is, earlier buckets are looked at, which are known as a whole.`;
}

function unreadText(source: string, through: Date): string {
  const unread = through.getTime() > 0 ? `has not been read since ${momentText(through)}` : 'has never been read';
  return `"${source}" ${unread}`;
}

const lengthText = (ms: number) => figureText(ms / 1000, { kind: 'SECONDS', of: null });
