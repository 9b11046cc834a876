// How journeys are read.
import type { GraphType } from '../database/graph/model.ts';
import { columns, id } from '../database/graph/model.ts';

export const journeyType: GraphType = {
  name: 'Journey',
  table: 'journey',
  fields: { id: id('journey'), ...columns('key', 'name', 'mode') },
};
