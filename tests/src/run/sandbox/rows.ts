// Plain views of the sandbox's rows, for tests that count for themselves.
import type { HubSpotFake } from '../../../../connectors/hubspot/fake/index.ts';
import { hubspotWorld } from '../../../../connectors/hubspot/sandbox/world.ts';
import type { FakeRow, FakeRows } from '../../../../connectors/kit/fake-rows.ts';
import type { SalesforceFake } from '../../../../connectors/salesforce/fake/index.ts';
import { salesforceWorld } from '../../../../connectors/salesforce/sandbox/world.ts';
import { loadSandboxParts } from '../../../../src/run/find-connectors.ts';
import { desksOf } from '../../../../src/run/sandbox/desks.ts';
import type { Sandbox } from '../../../../src/run/sandbox/sandbox.ts';
import { createWorld, type WorldOptions } from '../../../../src/run/sandbox/world.ts';
import { fakeOf } from '../../../support/fake-of.ts';

export const DAY = 86_400_000;
export const NOW = Date.UTC(2026, 5, 15);

export const DESKS = desksOf(await loadSandboxParts());

export function wholeWorld(options: Partial<WorldOptions> = {}) {
  const world = createWorld({ now: NOW, desks: DESKS, ...options });
  return { world, hubspot: hubspotWorld(world), salesforce: salesforceWorld(world) };
}

/** Both fakes of a running sandbox. */
export function crmsOf(sandbox: Sandbox): { hubspot: HubSpotFake; salesforce: SalesforceFake } {
  return { hubspot: fakeOf(sandbox, 'hubspot'), salesforce: fakeOf(sandbox, 'salesforce') };
}

export function all(rows: FakeRows | undefined): FakeRow[] {
  return Array.from({ length: rows?.length ?? 0 }, (_, position) => rows!.at(position));
}

export function text(row: FakeRow, field: string): string | null {
  const value = row.fields[field] ?? null;
  return value === null || value === '' ? null : String(value);
}
