// What a HubSpot fake is started with: the rows of one portal, in HubSpot's own names and formats.
import type { FakeRows } from '../../kit/fake-rows.ts';

/** Object types as they stand in paths: "contacts", "companies", "deals", "tickets", "calls", "emails", … */
export interface HubSpotWorld {
  readonly portalId: number;
  /** `fields` are properties: always strings, or null when never set. Ids are digits. */
  readonly objects: Readonly<Record<string, FakeRows>>;
  /** All associations of one record to records of one type; computed or looked up, in a stable order. */
  links(fromType: string, id: string, toType: string): readonly HubSpotLink[];
  /** Property definitions by type; the usual default properties need not be listed. */
  readonly properties?: Readonly<Record<string, readonly HubSpotProperty[]>>;
  /** Stages that a ticket has been in, oldest first, the present one last. Without it it was always in that one. */
  readonly stagesOf?: (id: string) => readonly { readonly value: string; readonly at: number }[];
  readonly owners?: readonly HubSpotOwner[];
  /** By "deals" and "tickets". */
  readonly pipelines?: Readonly<Record<string, readonly HubSpotPipeline[]>>;
}

export interface HubSpotLink {
  readonly toId: string;
  readonly typeId: number;
  readonly category?: 'HUBSPOT_DEFINED' | 'USER_DEFINED' | 'INTEGRATOR_DEFINED';
  readonly label?: string | null;
}

export interface HubSpotProperty {
  readonly name: string;
  readonly label: string;
  readonly type: 'string' | 'number' | 'date' | 'datetime' | 'enumeration' | 'bool';
  readonly fieldType?: string;
  readonly groupName?: string;
  readonly hubspotDefined?: boolean;
  readonly options?: readonly { label: string; value: string }[];
}

export interface HubSpotOwner {
  readonly id: string;
  readonly userId: number;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly archived?: boolean;
}

export interface HubSpotPipeline {
  readonly id: string;
  readonly label: string;
  readonly stages: readonly { id: string; label: string; metadata: Record<string, string> }[];
}
