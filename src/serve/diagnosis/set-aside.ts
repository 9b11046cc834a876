// Who is set aside by the refresh, and which segments and journeys cannot be evaluated.
import type { Sql } from '../../base/database/sql.ts';
import { subjectId } from '../../derive/refresh/tell.ts';
import type { Finding } from './finding.ts';

/** So many of each sort are named. */
const EXAMPLES = 5;
/** So many reasons are told, the most frequent first. */
const MOST = 20;

interface Group {
  readonly step: string;
  readonly reason: string;
  readonly partial: boolean;
  readonly n: number;
  readonly examples: readonly number[];
}

export async function lookAtSetAside(sql: Sql): Promise<Finding[]> {
  const groups = await sql.query<Group>(
    `select step, reason, partial, count(*) as n, to_json((array_agg(subject order by last_at desc, subject))[1:${EXAMPLES}]) as examples
     from set_aside group by 1, 2, 3 order by n desc, 2 limit ${MOST}`,
  );
  const broken = await sql.query<{ subject: string; failure: string }>(
    ['segment', 'journey']
      .map(
        kind => `select '${kind} ' || d.key as subject, t.failure from ${kind} d
          join ${kind}_state t on t.${kind}_id = d.id and t.failed_revision = d.revision and t.revision <> d.revision`,
      )
      .join(' union all '),
  );
  return [...groups.map(told), ...broken.map(brokenFinding)];
}

function told({ step, reason, partial, n, examples }: Group): Finding {
  const named = `${n > examples.length ? 'such as ' : ''}${examples.map(subjectId).join(', ')}`;
  if (partial)
    return {
      level: 'NOTICE',
      subject: 'values out of bounds',
      message: `Of ${n} (${named}) something is left out: ${reason}.`,
      remedy: 'Correct it at its source; it is looked at again with that change.',
    };
  return {
    level: 'PROBLEM',
    subject: 'set aside',
    message: `${n} (${named}) cannot be worked off at the step ${step}: ${reason}. What was counted of them before stays as it was.`,
    remedy:
      'Correct their records at the source: they are tried again after every change, and by themselves now and then.',
  };
}

function brokenFinding({ subject, failure }: { subject: string; failure: string }): Finding {
  return {
    level: 'PROBLEM',
    subject,
    message: `It cannot be evaluated, and is not kept up: ${failure}.`,
    remedy: 'Save it with another rule. It is also tried again every day and by every new version.',
  };
}
