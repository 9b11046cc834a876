// Every migration, oldest first.
import { Initial } from './20261121000000_initial.ts';
import { MetricFacts } from './20261122010000_metric_facts.ts';

export const migrations = [
  { name: '20261121000000_initial', class: Initial },
  { name: '20261122010000_metric_facts', class: MetricFacts },
];
