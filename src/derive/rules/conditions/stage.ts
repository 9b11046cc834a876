// Pure: where a customer stands in a journey now, for at least so long.
import type { z } from 'zod';
import { key, parts } from '../../../base/input.ts';
import { parseDuration } from '../../../base/time/duration.ts';
import { stagePlaceSql } from '../../metrics/memberships.ts';
import { and } from '../compile/build.ts';
import { condition } from '../condition.ts';
import { duration, spanText } from '../duration.ts';
import { quoted } from '../value-test.ts';

const schema = parts({ journey: key, stage: key, for: duration.optional() });
export type StageCondition = Readonly<z.output<typeof schema>>;

export const stage = condition<StageCondition>({
  schema,
  sql(b, { journey, stage: name, for: span }) {
    const journeyKey = b.bind(journey, 'text');
    const visit = b.join(
      'journey_visit',
      row =>
        `${row}.journey_id = (select id from journey where key = ${journeyKey}) and ${row}.customer_id = c.id and ${row}.until = 'infinity'`,
    );
    const isThere = `${visit}.stage = ${stagePlaceSql(journeyKey, b.bind(name, 'text'))}`;
    if (span === undefined) return isThere;
    const ms = parseDuration('for', span);
    const since = b.ago(ms);
    b.due(`case when ${isThere} and ${visit}.at > ${since} then ${visit}.at + ${b.span(ms)} end`);
    return `(${and([isThere, `${visit}.at <= ${since}`])})`;
  },
  text({ journey, stage: name, for: span }, { journeys }) {
    const since = span === undefined ? '' : ` for at least ${spanText(span)}`;
    return `in stage ${quoted(name)} of the journey ${quoted(journeys?.get(journey) ?? journey)}${since}`;
  },
  names: ({ journey, stage: name }) => [
    { at: 'journey', kind: 'journey', name: journey },
    { at: 'stage', kind: 'stage', name, journey },
  ],
});
