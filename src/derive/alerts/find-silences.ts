// Finds what a rule watches for silence and that has fallen silent, as a whole or group by group.
import type { Context } from '../../base/context/context.ts';
import type { Sql } from '../../base/database/sql.ts';
import { DAY, parseDuration } from '../../base/time/duration.ts';
import { labelGroups } from '../metrics/labels.ts';
import { readSnapshot } from '../metrics/snapshot.ts';
import { checkSilence } from './check-silence.ts';
import type { Silence } from './condition.ts';
import { readSources } from './data-moments.ts';
import { groupKey, groupText, MAX_GROUPS } from './group.ts';
import type { Found, Settlement } from './ledger.ts';
import { silenceText } from './message.ts';
import { type LastFactQuery, readLastFacts, readLastOfAll } from './read-silence.ts';
import { type Heard, silentFor } from './silence.ts';
import type { Subject } from './watched.ts';

/** A group that has had nothing for so many silences has come to its end: it does not fall silent any more. */
const ENDED_AFTER = 10;
const LEAST_WATCHED = 7 * DAY;

interface SilenceRule extends Subject {
  readonly id: number;
  readonly condition: Silence;
  readonly createdAt: Date;
}

/** A constant number of statements. @throws UserError BAD_USER_INPUT */
export async function findSilences(ctx: Context, label: string, rule: SilenceRule, at: Date): Promise<Settlement> {
  const { by, condition } = rule;
  const length = parseDuration('when.silence', condition.silence);
  return readSnapshot(ctx.sql, async (tx, asOf) => {
    const { kinds, where } = await checkSilence(tx, rule, at);
    const now = new Date(Math.min(at.getTime(), asOf.facts.getTime()));
    const from = new Date(now.getTime() - Math.max(ENDED_AFTER * length, LEAST_WATCHED));
    const query = { kinds, where, by, from, to: now };
    const heard = by.length > 0 ? await groupsHeard(ctx, tx, query) : await wholeHeard(tx, query, rule);
    if (heard === null) return UNCHANGED;
    const sources = await readSources(tx);
    const keys = heard.map(({ group }) => group);
    const labels = keys.map(await labelGroups(tx, by, keys));
    const found = heard.flatMap(({ last, sources: ids }, i): Found[] => {
      const silent = silentFor({ last, sources: ids, watchedSince: rule.createdAt }, sources, length, now);
      if (!silent) return [];
      const message = silenceText({ label: label + groupText(labels[i]!), length, silent, now });
      const bucket = { start: dayOf(silent.since), end: dayOf(now) };
      return [{ finding: silent.finding, bucket, by: labels[i]!, value: {}, message }];
    });
    return { found, judged: labels.map(groupKey) };
  });
}

interface GroupHeard extends Pick<Heard, 'last' | 'sources'> {
  readonly group: readonly string[];
}

/** The largest groups of those that may be told of. */
async function groupsHeard({ reporting }: Context, tx: Sql, query: LastFactQuery): Promise<GroupHeard[]> {
  const rows = await readLastFacts(tx, query);
  return rows
    .filter(({ people }) => people !== null && people >= reporting.minReport)
    .slice(0, MAX_GROUPS)
    .map(({ group, at, sources }) => ({ group, last: at, sources }));
}

/** Null where nothing has come since the alert that tells of it. */
async function wholeHeard(tx: Sql, query: LastFactQuery, { id }: SilenceRule): Promise<GroupHeard[] | null> {
  const [row] = await readLastFacts(tx, query);
  if (row) return [{ group: [], last: row.at, sources: row.sources }];
  // To look for the last of all may mean to look at everything: once will do.
  const told = await tx.one(
    `select from alert where rule_id = $1 and group_key = '' and closed_at is null and finding = 'SILENT'`,
    [id],
  );
  if (told) return null;
  const last = await readLastOfAll(tx, query);
  return [{ group: [], last: last?.at ?? null, sources: last?.sources ?? [] }];
}

const UNCHANGED: Settlement = { found: [], judged: [] };
const dayOf = (moment: Date) => moment.toISOString().slice(0, 10);
