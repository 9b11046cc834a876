// Both CRMs of the sandbox with the control objects of their fakes, for tests that do something in them.
import type { HubSpotFake } from '../../connectors/hubspot/fake/index.ts';
import type { SalesforceFake } from '../../connectors/salesforce/fake/index.ts';
import type { Sandbox } from '../../src/run/sandbox/sandbox.ts';
import { fakeOf } from '../support/fake-of.ts';

export interface Crms {
  readonly hubspot: HubSpotFake;
  readonly salesforce: SalesforceFake;
}

export function crmsOf(sandbox: Sandbox): Crms {
  return { hubspot: fakeOf(sandbox, 'hubspot'), salesforce: fakeOf(sandbox, 'salesforce') };
}
