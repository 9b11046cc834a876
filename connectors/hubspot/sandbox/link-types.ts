// The ids that HubSpot gives to kinds of links between records.

/** HubSpot's type ids of a link, there and back. A second pair marks the primary company. */
export type LinkTypes = readonly [there: number, back: number, primaryThere?: number, primaryBack?: number];
const LINK_TYPES: Readonly<Record<string, LinkTypes>> = {
  'contact/company': [279, 280, 1, 2],
  'deal/contact': [3, 4],
  'deal/company': [341, 342, 5, 6],
  'ticket/contact': [16, 15],
  'ticket/company': [339, 340, 26, 25],
  'call/contact': [194, 193],
  'call/company': [182, 181],
  'call/ticket': [220, 219],
  'email/contact': [198, 197],
  'email/company': [186, 185],
  'email/ticket': [224, 223],
  'meeting/contact': [200, 199],
  'meeting/company': [188, 187],
  'note/contact': [202, 201],
  'note/company': [190, 189],
  'task/contact': [204, 203],
  'task/company': [192, 191],
  'communication/contact': [81, 82],
  'communication/company': [87, 88],
  'communication/ticket': [84, 83],
  'feedback_submission/contact': [98, 97],
  'feedback_submission/ticket': [100, 99],
};

/** Throws for a pair that the sandbox never links. */
export function linkTypes(from: string, to: string): LinkTypes {
  const types = LINK_TYPES[`${from}/${to}`];
  if (!types) throw new Error(`no link from ${from} to ${to}`);
  return types;
}
