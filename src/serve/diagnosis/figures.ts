// Whether figures move, and whether the refresh that moves them succeeds.
import type { Sql } from '../../base/database/sql.ts';
import { LATE_MINUTES, readAge } from '../../derive/refresh/age.ts';
import { readFailure } from '../../derive/refresh/failure.ts';
import { type Finding, ok } from './finding.ts';

const WORKER =
  'Look whether a worker runs ("npm start", or "cxgraph work"), and what its log says of the job refresh-marks.';

export async function lookAtFigures(sql: Sql): Promise<Finding[]> {
  const { asOf, waitingSince, isLate } = await readAge(sql);
  const failure = await readFailure(sql);
  const findings: Finding[] = [];
  const exact = asOf === null ? 'Nothing was counted yet' : `Figures are exact as of ${asOf.toISOString()}`;
  if (isLate)
    findings.push({
      level: 'PROBLEM',
      subject: 'figures',
      message: `${exact}; changes wait to be counted since ${waitingSince!.toISOString()}, which is more than ${LATE_MINUTES} minutes.`,
      remedy: WORKER,
    });
  else
    findings.push(
      ok('figures', waitingSince === null ? `${exact}; nothing waits.` : `${exact}; changes since are on their way.`),
    );
  if (failure)
    findings.push({
      level: 'PROBLEM',
      subject: 'refresh',
      message: `The refresh as a whole fails since ${failure.since.toISOString()}, ${failure.failures} times so far: ${failure.reason}.`,
      remedy: 'It is tried again every few seconds. The log has the error in full: look for the job refresh-marks.',
    });
  return findings;
}
