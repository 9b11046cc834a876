// Plain views of the sandbox's rows, for tests that count for themselves.
import type { FakeRow, FakeRows } from '../../../../connectors/kit/fake-rows.ts';
import { hubspotWorld } from '../../../../src/run/sandbox/hubspot-world.ts';
import { salesforceWorld } from '../../../../src/run/sandbox/salesforce-world.ts';
import { createWorld, type WorldOptions } from '../../../../src/run/sandbox/world.ts';

export const DAY = 86_400_000;
export const NOW = Date.UTC(2026, 5, 15);

export function wholeWorld(options: Partial<WorldOptions> = {}) {
  const world = createWorld({ now: NOW, ...options });
  return { world, hubspot: hubspotWorld(world), salesforce: salesforceWorld(world) };
}

export function all(rows: FakeRows | undefined): FakeRow[] {
  return Array.from({ length: rows?.length ?? 0 }, (_, position) => rows!.at(position));
}

export function text(row: FakeRow, field: string): string | null {
  const value = row.fields[field] ?? null;
  return value === null || value === '' ? null : String(value);
}
