// Pure: every condition that a rule can have.
import { answer } from './answer.ts';
import { field } from './field.ts';
import { interaction } from './interaction.ts';
import { segment } from './segment.ts';
import { stage } from './stage.ts';
import { trait } from './trait.ts';

/** By the name of their branch in a rule; errors list them in this order. */
export const CONDITIONS = {
  field,
  trait,
  interaction,
  answer,
  segment,
  stage,
};
