// Names of people, companies and places: short lists of several cultures, put together at random.
import type { Language } from '../../../connectors/kit/story/people.ts';

export interface Culture {
  readonly given: readonly string[];
  readonly family: readonly string[];
  /** Countries as CRMs have them; telephone numbers come from ranges kept for fiction where a country has one. */
  readonly countries: readonly { name: string; iso: string; phone: string; language: Language }[];
}

const list = (names: string): string[] => names.split(' ');

const gb = { name: 'United Kingdom', iso: 'GB', phone: '+44 20 7946 0###', language: 'en' } as const;
const us = { name: 'United States', iso: 'US', phone: '+1 202 555 01##', language: 'en' } as const;
const ca = { name: 'Canada', iso: 'CA', phone: '+1 613 555 01##', language: 'en' } as const;
const au = { name: 'Australia', iso: 'AU', phone: '+61 2 5550 ####', language: 'en' } as const;
const de = { name: 'Germany', iso: 'DE', phone: '+49 30 23125 ###', language: 'de' } as const;
const at = { name: 'Austria', iso: 'AT', phone: '+43 1 5550 0###', language: 'de' } as const;
const fr = { name: 'France', iso: 'FR', phone: '+33 1 99 00 ## ##', language: 'fr' } as const;
const es = { name: 'Spain', iso: 'ES', phone: '+34 910 000 ###', language: 'es' } as const;
const mx = { name: 'Mexico', iso: 'MX', phone: '+52 55 5550 0###', language: 'es' } as const;
const india = { name: 'India', iso: 'IN', phone: '+91 11 2550 0###', language: 'en' } as const;
const nl = { name: 'Netherlands', iso: 'NL', phone: '+31 20 555 0###', language: 'en' } as const;
const se = { name: 'Sweden', iso: 'SE', phone: '+46 8 465 004 ##', language: 'en' } as const;

export const CULTURES: readonly Culture[] = [
  {
    given: list('Olivia Amelia Grace Ruby Hannah Oliver Harry Jacob Ethan Callum Megan Naomi Isaac Rhys Fiona Duncan'),
    family: list('Ashworth Bramley Calloway Denham Ellison Farrow Garside Hartwell Kendrick Loxley Marlowe Whitcombe'),
    countries: [gb, au, ca],
  },
  {
    given: list(
      'Madison Tyler Brianna Marcus Destiny Logan Savannah Curtis Paige Trevor Kendra Wesley Monique Darnell',
    ),
    family: list(
      'Abernathy Boone Crenshaw Dalton Everhart Fontaine Granger Holloway Jefferson Kirkland Langston Mercer',
    ),
    countries: [us, ca],
  },
  {
    given: list(
      'Lena Jonas Mia Felix Anke Matthias Jürgen Sabine Björn Heike Tobias Katharina Uwe Greta Moritz Frieda',
    ),
    family: list('Ackermann Böttcher Dietrich Engel Fuchs Großmann Hübner Jäger Kessler Lindner Möller Pfeiffer Röder'),
    countries: [de, at],
  },
  {
    given: list('Camille Antoine Chloé Hugo Élodie Mathieu Océane Rémi Solène Thibault Inès Gaspard Margaux Bastien'),
    family: list(
      'Archambault Beaumont Chevallier Delacroix Fournier Giraud Lefèvre Mercier Pelletier Rousseau Vasseur',
    ),
    countries: [fr],
  },
  {
    given: list('Lucía Mateo Sofía Diego Valentina Álvaro Carmen Joaquín Ximena Íñigo Marisol Rodrigo Beatriz Nicolás'),
    family: list(
      'Aguilar Benítez Cordero Domínguez Escobar Fuentes Herrera Ibáñez Márquez Navarro Peña Quintero Salazar',
    ),
    countries: [es, mx],
  },
  {
    given: list(
      'Aarav Priya Rohan Ananya Vikram Meera Arjun Kavya Sanjay Divya Ishaan Lakshmi Nikhil Pooja Rahul Sunita',
    ),
    family: list(
      'Agarwal Banerjee Chaudhary Deshpande Iyer Joshi Kulkarni Mehta Nair Pillai Reddy Saxena Trivedi Verma',
    ),
    countries: [india, gb, us],
  },
  {
    given: list('Wei Mei Jun Xiu Hiroshi Yuki Haruto Sakura Min-jun Ji-woo Thuy Linh Kenji Aiko Siu-ming Hana Tuan'),
    family: list('Chen Zhang Huang Liu Tanaka Suzuki Nakamura Kim Park Choi Nguyen Tran Pham Yamamoto Fujita Lam Wong'),
    countries: [us, au, ca],
  },
  {
    given: list('Amara Chidi Folake Kwame Zainab Yusuf Fatima Omar Layla Tariq Nia Sipho Thandiwe Emeka Samira Idris'),
    family: list(
      'Adeyemi Okafor Mensah Diallo Haddad Mansour Nkosi Mwangi Abebe Farouk Osei Bello Khalil Traoré Dlamini',
    ),
    countries: [gb, us, fr],
  },
  {
    given: list('Sven Astrid Lars Ingrid Pieter Femke Joris Saskia Emil Freja Nils Maren Anders Liv Bram Elsa'),
    family: list(
      'Andersson Bergström Dahl Ekström Lindqvist Nyström Söderberg Visser Bakker Jansen Mulder Hoekstra Dijkstra',
    ),
    countries: [se, nl],
  },
];

export const COMPANY_HEADS = list(
  'Alder Birch Cobalt Delta Ember Falcon Granite Harbor Indigo Juniper Keystone Lumen Meridian Nimbus Orchard Pioneer Quarry Raven Summit Tidal Umbra Vantage Willow Zephyr Amber Beacon',
);
export const COMPANY_TAILS = list(
  'Logistics Foods Dental Robotics Travel Interiors Energy Studios Outfitters Analytics Pharma Freight Media Optics Textiles Learning Motors Clinics Legal Hotels',
);
export const COMPANY_FORMS: Readonly<Record<string, string>> = {
  GB: 'Ltd',
  US: 'Inc.',
  CA: 'Inc.',
  AU: 'Pty Ltd',
  DE: 'GmbH',
  AT: 'GmbH',
  FR: 'SAS',
  ES: 'S.L.',
  MX: 'S.A. de C.V.',
  IN: 'Pvt. Ltd.',
  NL: 'B.V.',
  SE: 'AB',
};

/** In plain words; some CRMs write them as codes. */
export const INDUSTRIES = [
  'Retail',
  'Healthcare',
  'Hospitality',
  'Education',
  'Manufacturing',
  'Transportation',
  'Consulting',
  'Media',
] as const;

export const JOB_TITLES = [
  'Operations Manager',
  'Office Manager',
  'Head of Finance',
  'Scheduling Coordinator',
  'IT Administrator',
  'Customer Service Lead',
  'Owner',
  'Procurement Specialist',
  'HR Business Partner',
  'Regional Director',
  'Accountant',
  'Project Lead',
] as const;

/** Where private people have their mailboxes. */
export const MAIL_HOSTS = ['postbox.example', 'quickmail.example', 'inbox-home.example', 'freemail.example'] as const;

/** Letters as mail addresses have them: "Großmann" → "grossmann", "Min-jun" → "min-jun". */
export function asciiLower(name: string): string {
  return name
    .replaceAll('ß', 'ss')
    .normalize('NFD')
    .replace(/[^A-Za-z0-9-]/g, '')
    .toLowerCase();
}
