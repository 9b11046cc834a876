// The backlog: the cases that are open at a moment, or were at the end of each day, with their ages.
import type { Context, Reporting } from '../../../base/context/context.ts';
import { badInput } from '../../../base/errors.ts';
import { withCalendar } from '../calendars/during.ts';
import { KEY_BREAK } from '../counts.ts';
import { doesOverlap } from '../dimensions.ts';
import { filterDimensions } from '../filter.ts';
import { type DimensionValue, labelGroups } from '../labels.ts';
import { checkNames } from '../names.ts';
import { readSnapshot } from '../snapshot.ts';
import { type CasesOfGroup, readCases } from './read-cases.ts';
import { type BacklogLayout, type BacklogRequest, layOutBacklog, type Moment } from './request.ts';
import { BANDS, type OpenCases, sweep } from './sweep.ts';

export interface AgeBand {
  /** Days of 24 hours since it was opened, at least. */
  readonly fromDays: number;
  /** Below so many; null of the last. */
  readonly toDays: number | null;
  readonly open: number;
}

export interface BacklogPoint {
  readonly at: Date;
  /** First and last day of the bucket that it ends; null for a single moment. */
  readonly start: string | null;
  readonly end: string | null;
  readonly complete: boolean;
  readonly open: number;
  /** Null for a single moment. */
  readonly opened: number | null;
  readonly resolved: number | null;
  /** Seconds; null where nothing is open, and where it is withheld. */
  readonly medianAge: number | null;
  readonly p90Age: number | null;
  readonly oldestAge: number | null;
  readonly ages: readonly AgeBand[] | null;
  readonly suppressed: boolean;
  readonly uncertain: number;
  readonly unclear: number;
  /** Why the figures may be off, in words. */
  readonly missing: readonly string[];
}

export interface BacklogGroup {
  readonly by: readonly DimensionValue[];
  readonly points: readonly BacklogPoint[];
}

export interface BacklogReport {
  readonly asOf: Date;
  readonly groups: readonly BacklogGroup[];
}

/** Groups times moments. */
const MAX_CELLS = 20_000;

/** @throws UserError BAD_USER_INPUT, ANSWER_TOO_LARGE */
export async function readBacklog(ctx: Context, request: BacklogRequest): Promise<BacklogReport> {
  const during = request.during && (await withCalendar(ctx.sql, request.during));
  const layout = layOutBacklog({ ...request, during }, ctx.now());
  const { moments, by, where, now } = layout;
  return readSnapshot(ctx.sql, async (tx, asOf) => {
    await checkNames(tx, where, by);
    const groups = groupsOf(moments.length > 0 ? await readCases(tx, layout) : [], layout);
    ctx.budget.spendCells(groups.length * moments.length);
    const label = await labelGroups(
      tx,
      by,
      groups.map(({ group }) => group),
    );
    // Cases themselves are read as they stand; who is in which segment is known as of the last refresh.
    const isOfMembers = doesOverlap([...by, ...filterDimensions(where)]);
    return {
      asOf: isOfMembers ? asOf.memberships : now,
      groups: groups.map(({ group, found }) => ({
        by: label(group),
        points: moments.map((moment, i) => pointOf(moment, found[i]!, ctx.reporting)),
      })),
    };
  });
}

interface Group {
  readonly group: readonly string[];
  /** By moment. */
  readonly found: readonly OpenCases[];
}

const NO_CASES = { opened: new Float64Array(), ended: new Float64Array(), subject: new Float64Array(), flags: [] };

/** Those with the most open at the last moment first. Without dimensions there is one group, also when there is nothing in it. */
function groupsOf(rows: readonly CasesOfGroup[], { by, moments, now }: BacklogLayout): Group[] {
  const cells = rows.length * moments.length;
  if (cells > MAX_CELLS)
    throw badInput(
      'by',
      `This would be ${cells} cells; a report has at most ${MAX_CELLS}. Filter with "where", or ask for longer buckets.`,
    );
  const all = rows.length === 0 && by.length === 0 ? [{ group: [], cases: NO_CASES }] : rows;
  const size = ({ found }: Group) => found.at(-1)?.open ?? 0;
  return all
    .map(({ group, cases }) => ({ group, found: sweep(cases, moments, now.getTime()) }))
    .sort((a, b) => size(b) - size(a) || a.group.join(KEY_BREAK).localeCompare(b.group.join(KEY_BREAK)));
}

function pointOf(moment: Moment, found: OpenCases, { minReport }: Reporting): BacklogPoint {
  const suppressed = found.open > 0 && found.people < minReport;
  const shown = <T>(value: T) => (suppressed ? null : value);
  const isSeries = moment.since !== null;
  return {
    at: new Date(moment.at),
    ...{ start: moment.start, end: moment.end, complete: moment.complete },
    open: found.open,
    opened: isSeries ? found.came : null,
    resolved: isSeries ? found.went : null,
    medianAge: shown(found.median),
    p90Age: shown(found.p90),
    oldestAge: shown(found.oldest),
    ages: shown(found.bands.map((open, i) => ({ fromDays: BANDS[i]!, toDays: BANDS[i + 1] ?? null, open }))),
    suppressed,
    uncertain: found.uncertain,
    unclear: found.unclear,
    missing: missingOf(found),
  };
}

function missingOf({ uncertain, unclear }: OpenCases): string[] {
  return [
    ...(uncertain > 0
      ? [
          `Of the open cases ${uncertain} may have been resolved for a time: they were opened again later, or it is not told whether they were, and only their last resolution is known.`,
        ]
      : []),
    ...(unclear > 0
      ? [`${unclear} more have neither a status nor a time of resolution: whether they are open is not known.`]
      : []),
  ];
}
