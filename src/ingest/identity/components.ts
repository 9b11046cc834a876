// Pure: which records are one entity, and which id it keeps.

export interface RecordNode {
  readonly id: number;
  /** Null for a record that is new. */
  readonly entity: number | null;
  /** The entity that was made for it; null for a record that is new. */
  readonly origin: number | null;
  /** Linking, unblocked values as "kind value". */
  readonly values: readonly string[];
}

/** Record ids of each connected component, smallest record first, components in order of their smallest record. */
export function components(records: readonly RecordNode[]): number[][] {
  const parent = new Map(records.map(record => [record.id, record.id]));
  const find = (id: number): number => {
    let root = id;
    while (parent.get(root) !== root) root = parent.get(root)!;
    // Path compression keeps long merge chains flat.
    for (let at = id; at !== root; ) {
      const next = parent.get(at)!;
      parent.set(at, root);
      at = next;
    }
    return root;
  };
  const carrier = new Map<string, number>();
  for (const record of records) {
    for (const value of record.values) {
      const other = carrier.get(value);
      if (other === undefined) carrier.set(value, record.id);
      else {
        const [a, b] = [find(other), find(record.id)];
        // The smaller id is the root, so the outcome does not depend on the order of edges.
        if (a !== b) parent.set(Math.max(a, b), Math.min(a, b));
      }
    }
  }
  const groups = new Map<number, number[]>();
  for (const id of [...parent.keys()].sort((a, b) => a - b)) {
    const root = find(id);
    const group = groups.get(root);
    if (group) group.push(id);
    else groups.set(root, [id]);
  }
  return [...groups.values()];
}

export interface Assignment {
  /** Record id → entity id; null stands for a new entity, one per component. */
  readonly components: readonly { readonly records: readonly number[]; readonly entity: number | null }[];
  /** Entities that turned out to be another one. */
  readonly merged: readonly { readonly from: number; readonly into: number }[];
  /** Entities merged before that stand on their own again. */
  readonly revived: readonly number[];
}

/**
 * Gives each component an entity. An existing entity stays with the component of its smallest record; a component that
 * holds several keeps the oldest (smallest) id, the others are merged into it. A component that split off gets the
 * entity back that was first made for one of its records, or a new one.
 */
export function assign(records: readonly RecordNode[]): Assignment {
  const byId = new Map(records.map(record => [record.id, record]));
  const groups = components(records);
  const keeper = new Map<number, number>();
  for (const [group, ids] of groups.entries()) {
    for (const id of ids) {
      const entity = byId.get(id)!.entity;
      const smallest = entity === null ? undefined : keeper.get(entity);
      if (entity !== null && (smallest === undefined || groups[smallest]![0]! > ids[0]!)) keeper.set(entity, group);
    }
  }
  const owned = groups.map(() => [] as number[]);
  for (const [entity, group] of keeper) owned[group]!.push(entity);

  const taken = new Set(keeper.keys());
  const merged: { from: number; into: number }[] = [];
  const revived: number[] = [];
  const assigned = groups.map((ids, group) => {
    const existing = owned[group]!.sort((a, b) => a - b);
    const [survivor, ...losers] = existing;
    if (survivor !== undefined) {
      merged.push(...losers.map(from => ({ from, into: survivor })));
      return { records: ids, entity: survivor };
    }
    const former = ids
      .map(id => byId.get(id)!.origin)
      .filter(origin => origin !== null && !taken.has(origin)) as number[];
    if (former.length === 0) return { records: ids, entity: null };
    const entity = Math.min(...former);
    taken.add(entity);
    revived.push(entity);
    return { records: ids, entity };
  });
  return { components: assigned, merged, revived };
}
