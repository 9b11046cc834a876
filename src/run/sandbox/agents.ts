// The fictional company's own people: owners of records in its CRMs.
import type { Agent } from '../../../connectors/kit/story/people.ts';

const NAMES =
  'Ada Brook,Ben Carlisle,Chiara Donati,Dev Malhotra,Elin Sand,Farid Nasser,Gwen Pryce,Hiro Mori,Ines Duarte,Jon Hale,Kaya Demir,Leo Brandt,Mina Rahimi,Noor Aziz,Otis Grant,Pia Holm,Quinn Avery,Rosa Vidal';

export const AGENTS: readonly Agent[] = NAMES.split(',').map((name, n) => {
  const [given = '', family = ''] = name.split(' ');
  return { given, family, email: `${given}.${family}@larkspur-relay.example`.toLowerCase(), left: n >= 16 };
});
