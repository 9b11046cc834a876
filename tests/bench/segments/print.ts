// What a person reads of the segments.
import { decimals, seconds, table, whole } from '../table.ts';
import type { SegmentsReport } from './segments.ts';

const TARGETS = { hand: 1.3, changed: 0.01 };

export function printSegments(report: SegmentsReport): string {
  const { changed, ratios, journeys } = report;
  const rows = [
    ['written by hand, one statement each', seconds(report.handMs), '1.00'],
    ['everybody, nothing changed since', seconds(report.everybodyMs), decimals(ratios.hand)],
    [
      'everybody for the first time, members written',
      seconds(report.firstMs),
      decimals(report.firstMs / report.handMs),
    ],
    [
      `${whole(changed.customers)} customers who changed`,
      decimals(changed.segmentsMs / 1000),
      decimals(changed.segmentsMs / report.handMs, 4),
    ],
  ];
  const walked = [
    ['everybody walked through both journeys', seconds(journeys.walkMs)],
    [`${whole(changed.customers)} customers who changed`, decimals(journeys.changedMs / 1000)],
    ['map of a year', decimals(journeys.mapMs / 1000)],
    ['the same with NPS and CSAT by stage', decimals(journeys.feltMs / 1000)],
    ['the same with touchpoints', decimals(journeys.touchpointsMs / 1000)],
    ['paths of a year', decimals(journeys.pathsMs / 1000)],
  ];
  return `${table([`${whole(report.segments)} segments, ${whole(report.customers)} customers, ${whole(report.interactions)} interactions`, 's', '× by hand'], rows)}
Made in ${seconds(report.worldMs)} s; ${whole(report.members)} memberships. A whole refresh of as many changed customers: ${seconds(changed.refreshMs)} s.
While everybody was evaluated for the first time, a change waited ${seconds(report.waitMs)} s at most: ${decimals(report.waitMs / report.firstMs)} of it.
everybody × by hand = ${decimals(ratios.hand)}, target ≤ ${TARGETS.hand}: ${reached(ratios.hand <= TARGETS.hand)}
${whole(changed.customers)} changed × everybody = ${decimals(ratios.changed, 4)}, target ≤ ${TARGETS.changed}: ${reached(ratios.changed <= TARGETS.changed)}

${table([`Journeys, ${whole(journeys.visits)} visits`, 's'], walked)}`;
}

const reached = (isReached: boolean) => (isReached ? 'reached' : 'MISSED');
