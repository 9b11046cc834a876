// Associations: those of the world, what was linked and unlinked since, and what merges moved.
import { linkType, PATHS } from './types.ts';
import type { HubSpotLink, HubSpotWorld } from './world.ts';

export class LinkBook {
  private readonly changed = new Map<string, HubSpotLink[]>();

  constructor(
    private readonly world: HubSpotWorld,
    private readonly survivor: (path: string, id: string) => string,
  ) {}

  /** Targets that were merged show their survivor; each (target, type) once. */
  of(from: string, id: string, to: string): HubSpotLink[] {
    const found = new Map<string, HubSpotLink>();
    for (const link of this.plain(from, id, to)) {
      const toId = this.survivor(to, link.toId);
      const key = `${toId}/${link.category ?? 'HUBSPOT_DEFINED'}/${link.typeId}`;
      if (!found.has(key)) found.set(key, { ...link, toId });
    }
    return [...found.values()];
  }

  link(from: string, fromId: string, to: string, toId: string, kind: { typeId?: number; label?: string }): void {
    const category = kind.label === undefined ? 'HUBSPOT_DEFINED' : 'USER_DEFINED';
    this.set(from, fromId, to, [
      ...this.plain(from, fromId, to),
      { toId, typeId: kind.typeId ?? linkType(from, to), category, label: kind.label ?? null },
    ]);
    const back = { toId: fromId, typeId: linkType(to, from), category, label: kind.label ?? null } as const;
    this.set(to, toId, from, [...this.plain(to, toId, from), back]);
  }

  unlink(from: string, fromId: string, to: string, toId: string): void {
    this.set(
      from,
      fromId,
      to,
      this.plain(from, fromId, to).filter(link => link.toId !== toId),
    );
    this.set(
      to,
      toId,
      from,
      this.plain(to, toId, from).filter(link => link.toId !== fromId),
    );
  }

  /** The survivor has the links of both. */
  merged(path: string, survivor: string, losers: readonly string[]): void {
    for (const to of PATHS)
      this.set(
        path,
        survivor,
        to,
        losers.flatMap(loser => [...this.plain(path, loser, to)]),
      );
  }

  private plain(from: string, id: string, to: string): readonly HubSpotLink[] {
    return this.changed.get(`${from}/${id}/${to}`) ?? this.world.links(from, id, to);
  }

  private set(from: string, id: string, to: string, links: readonly HubSpotLink[]): void {
    this.changed.set(`${from}/${id}/${to}`, [...links]);
  }
}
