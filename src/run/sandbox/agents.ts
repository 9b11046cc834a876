// The fictional company's own people: owners of records in both CRMs.
import { salesforceId } from './ids.ts';

export interface Agent {
  readonly given: string;
  readonly family: string;
  readonly email: string;
  readonly hubspotOwnerId: string;
  readonly salesforceUserId: string;
  /** Some have left; their names must still show. */
  readonly left: boolean;
}

const NAMES =
  'Ada Brook,Ben Carlisle,Chiara Donati,Dev Malhotra,Elin Sand,Farid Nasser,Gwen Pryce,Hiro Mori,Ines Duarte,Jon Hale,Kaya Demir,Leo Brandt,Mina Rahimi,Noor Aziz,Otis Grant,Pia Holm,Quinn Avery,Rosa Vidal';

export const AGENTS: readonly Agent[] = NAMES.split(',').map((name, n) => {
  const [given = '', family = ''] = name.split(' ');
  return {
    given,
    family,
    email: `${given}.${family}@larkspur-relay.example`.toLowerCase(),
    hubspotOwnerId: String(41_629_700 + n * 13),
    salesforceUserId: salesforceId('User', n + 1),
    left: n >= 16,
  };
});

export const agent = (n: number): Agent => AGENTS[n % AGENTS.length]!;
