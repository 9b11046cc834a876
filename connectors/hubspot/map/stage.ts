// Pure: what a pipeline stage is called and whether it ends the pipeline; known also for stages that were removed.
import type { JsonObject, Lookup } from '../../contract.ts';
import { bool, number, text } from './values.ts';

export interface Stage {
  /** The stage's label, or its id when nothing is known of it. */
  readonly label: string | null;
  readonly closed: boolean | null;
  readonly probability: number | null;
}

export function stageOf(
  lookup: Lookup,
  object: 'deal' | 'ticket',
  pipeline: string | null,
  stage: string | null,
): Stage {
  const found =
    pipeline !== null && stage !== null ? lookup('pipeline_stage', `${object}:${pipeline}:${stage}`) : undefined;
  const metadata = (typeof found?.metadata === 'object' ? found.metadata : {}) as JsonObject;
  const state = text(metadata.ticketState)?.toUpperCase();
  return {
    label: text(found?.label) ?? stage,
    closed: state ? state === 'CLOSED' : bool(metadata.isClosed),
    probability: number(metadata.probability),
  };
}
