// How segments are read.
import type { GraphType } from '../database/graph/model.ts';
import { columns, id } from '../database/graph/model.ts';

export const segmentType: GraphType = {
  name: 'Segment',
  table: 'segment',
  fields: { id: id('segment'), ...columns('key', 'name', 'description', 'rule') },
};
