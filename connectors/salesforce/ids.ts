// Pure: Salesforce ids: 15 characters that mind their case, or 18 where the last three spell the case out.

const SUFFIX = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/** The 18-character form: what the API answers with, whatever it was asked with. Anything else is returned as it is. */
export function to18(id: string): string {
  if (!/^[A-Za-z0-9]{15}$/.test(id)) return id;
  let suffix = '';
  for (let block = 0; block < 3; block++) {
    let bits = 0;
    for (let i = 0; i < 5; i++) if (/[A-Z]/.test(id[block * 5 + i]!)) bits |= 1 << i;
    suffix += SUFFIX[bits];
  }
  return id + suffix;
}

/** Objects whose ids start with these three characters; they are the same in every org. */
const PREFIXES: Readonly<Record<string, string>> = {
  '001': 'Account',
  '003': 'Contact',
  '005': 'User',
  '006': 'Opportunity',
  '00Q': 'Lead',
  '500': 'Case',
};

/** Which object an id of a field with several targets belongs to; null when it is none that we know. */
export function objectOf(id: string): string | null {
  return PREFIXES[id.slice(0, 3)] ?? null;
}
