// What customers and agents write: short pieces by topic, mood and language, put together so that wording varies.
import type { Channel, Topic } from '../../../connectors/kit/story/happenings.ts';
import type { Language } from '../../../connectors/kit/story/people.ts';
import type { Random } from './random.ts';

export type Mood = 'good' | 'mixed' | 'bad';
type Pieces = Readonly<Record<Language, readonly string[]>>;

/** 0–1, as answers are drawn. */
export function moodOf(satisfaction: number): Mood {
  return satisfaction >= 0.66 ? 'good' : satisfaction >= 0.45 ? 'mixed' : 'bad';
}

const SUBJECTS: Readonly<Record<Topic, Pieces>> = {
  billing: {
    en: [
      'Invoice shows the wrong amount',
      'Charged twice this month',
      'VAT number missing on invoice',
      'Refund not received',
      'Payment method declined',
      'Question about the new invoice layout',
    ],
    de: ['Rechnung mit falschem Betrag', 'Doppelt abgebucht', 'Frage zur Rechnung'],
    fr: ['Montant erroné sur la facture', 'Double prélèvement', 'Question sur la facturation'],
    es: ['Importe incorrecto en la factura', 'Cobro duplicado', 'Duda sobre la facturación'],
  },
  access: {
    en: [
      'Cannot sign in',
      'Password reset mail never arrives',
      'New colleague needs an account',
      'Locked out after too many attempts',
      'Single sign-on loop',
    ],
    de: ['Anmeldung nicht möglich', 'Neuer Benutzer wird benötigt'],
    fr: ['Connexion impossible', 'Nouvel utilisateur à créer'],
    es: ['No puedo iniciar sesión', 'Nuevo usuario necesario'],
  },
  bug: {
    en: [
      'Calendar shows yesterday',
      'Export stops halfway',
      'App crashes when I open a shift',
      'Notifications arrive twice',
      'Filter forgets my selection',
    ],
    de: ['Kalender zeigt falschen Tag', 'Export bricht ab'],
    fr: ['Le calendrier affiche la veille', "L'export s'arrête"],
    es: ['El calendario muestra otro día', 'La exportación se detiene'],
  },
  howto: {
    en: [
      'How do I copy a schedule?',
      'Setting up opening hours',
      'Can we print the week view?',
      'Where do I change the language?',
      'Best way to plan holidays',
    ],
    de: ['Wie kopiere ich einen Plan?', 'Öffnungszeiten einrichten'],
    fr: ['Comment copier un planning ?', "Régler les heures d'ouverture"],
    es: ['¿Cómo copio un horario?', 'Configurar horas de apertura'],
  },
  integration: {
    en: [
      'Payroll export rejects our file',
      'Webhook stopped sending',
      'Calendar sync is one hour off',
      'API key for our data team',
      'Connecting the phone system',
    ],
    de: ['Lohnexport wird abgelehnt', 'Kalenderabgleich verschoben'],
    fr: ['Export de paie refusé', 'Synchronisation décalée'],
    es: ['La exportación de nóminas falla', 'Sincronización desfasada'],
  },
};

const OPENINGS: Pieces = {
  en: [
    'Hello, we noticed this today and would like your help.',
    'Hi team, could you have a look at this?',
    'Good morning, this came up in our weekly check.',
    'Hi, I tried the help page first but am stuck.',
    'Hello, a colleague reported this and I can confirm it.',
  ],
  de: ['Guten Tag, können Sie sich das bitte ansehen?', 'Hallo, wir benötigen hier Ihre Hilfe.'],
  fr: ['Bonjour, pouvez-vous vérifier ce point ?', "Bonjour, nous avons besoin d'aide."],
  es: ['Hola, ¿pueden revisarlo, por favor?', 'Buenos días, necesitamos ayuda.'],
};

const AGENT: Readonly<Record<Mood, Pieces>> = {
  good: {
    en: [
      'Thank you for the details. I have corrected it on your account, please check.',
      'Good catch! It is fixed now and I added a note so it stays that way.',
      'I set this up for you and attached a short guide.',
    ],
    de: ['Vielen Dank, ich habe es für Sie korrigiert.', 'Das ist nun erledigt, bitte prüfen Sie es kurz.'],
    fr: ["Merci, c'est corrigé sur votre compte.", "C'est réglé, n'hésitez pas à vérifier."],
    es: ['Gracias, ya está corregido en su cuenta.', 'Listo, por favor compruébelo.'],
  },
  mixed: {
    en: [
      'Thanks for writing. I passed it to the team that looks after this and will come back to you.',
      'We see the same here. A correction is planned for the next release.',
    ],
    de: ['Danke für Ihre Nachricht, ich habe es weitergeleitet.'],
    fr: ["Merci, j'ai transmis à l'équipe concernée."],
    es: ['Gracias, lo he pasado al equipo responsable.'],
  },
  bad: {
    en: [
      'Sorry for the long wait, we have many requests at the moment. Could you send the invoice number again?',
      'Apologies for the delay. The case was moved to another queue.',
    ],
    de: ['Entschuldigen Sie die lange Wartezeit, wir haben derzeit viele Anfragen.'],
    fr: ["Désolé pour l'attente, nous recevons beaucoup de demandes."],
    es: ['Perdón por la demora, tenemos muchas solicitudes.'],
  },
};

const CLOSINGS: Readonly<Record<Mood, Pieces>> = {
  good: {
    en: [
      'Works perfectly now, thank you for the quick help!',
      'Great, thanks a lot. Very friendly service.',
      'Solved, I am happy with that.',
    ],
    de: ['Funktioniert wieder, vielen Dank für die schnelle Hilfe!'],
    fr: ['Parfait, merci pour votre aide rapide !'],
    es: ['Funciona perfecto, ¡muchas gracias!'],
  },
  mixed: {
    en: ['All right, I will wait for the update.', 'It works for now, thanks.'],
    de: ['In Ordnung, ich warte auf das Update.'],
    fr: ["D'accord, j'attends la mise à jour."],
    es: ['De acuerdo, espero la actualización.'],
  },
  bad: {
    en: [
      'I am still waiting and this is very frustrating.',
      'This is the third time I explain the same problem. Unacceptable.',
      'Terrible experience, nobody seems to feel responsible.',
    ],
    de: ['Ich warte immer noch, das ist sehr ärgerlich.'],
    fr: ["J'attends toujours, c'est très décevant."],
    es: ['Sigo esperando, es muy frustrante.'],
  },
};

const ABOUT: Readonly<Record<Mood, Pieces>> = {
  good: {
    en: [
      'Fast and friendly, problem solved.',
      'Excellent help, I love how easy it was.',
      'Great support, very clear answers.',
      'The best service we have had this year.',
      'Quick, kind and competent. Thank you!',
      'Easy to use and reliable, happy to recommend it.',
    ],
    de: ['Schnelle und freundliche Hilfe, sehr gut.', 'Sehr zufrieden, klare Antworten.', 'Ausgezeichneter Service.'],
    fr: ['Réponse rapide et très aimable.', 'Excellent service, merci.', 'Très satisfait.'],
    es: ['Atención rápida y muy amable.', 'Excelente servicio, gracias.', 'Muy contento con la ayuda.'],
  },
  mixed: {
    en: [
      'It was okay, but took a while.',
      'Solved in the end.',
      'Average. The answer came late.',
      'Fine, though I had to ask twice.',
    ],
    de: ['In Ordnung, hat aber gedauert.', 'Am Ende gelöst.'],
    fr: ['Correct, mais un peu long.', 'Résolu finalement.'],
    es: ['Correcto, aunque tardó.', 'Resuelto al final.'],
  },
  bad: {
    en: [
      'Very slow, I waited far too long.',
      'Terrible, nobody answered for hours.',
      'Frustrating: I had to explain everything again.',
      'Poor service and no real solution.',
      'Disappointed. The problem is still there.',
      'Confusing and annoying, we think about leaving.',
    ],
    de: [
      'Viel zu langsam, sehr enttäuscht.',
      'Schlechter Service, keine Lösung.',
      'Sehr ärgerlich, niemand antwortet.',
    ],
    fr: ['Beaucoup trop lent, très déçu.', 'Mauvais service, aucune solution.', 'Inacceptable, personne ne répond.'],
    es: ['Demasiado lento, muy decepcionado.', 'Mal servicio, sin solución.', 'Inaceptable, nadie responde.'],
  },
};

/** Added to an unhappy or happy answer so that its cause can be read in it. */
const CAUSES: Readonly<Record<Mood, Partial<Record<Topic | Channel, readonly string[]>>>> = {
  good: {
    billing: ['The invoice was corrected at once.', 'Billing is clear now.'],
    chat: ['The chat answered within minutes.'],
    phone: ['The person on the phone was wonderful.'],
  },
  mixed: { billing: ['The new invoices take some getting used to.'], chat: ['The chat queue could be shorter.'] },
  bad: {
    billing: [
      'The new billing system charged us twice.',
      'Invoices are wrong since the migration.',
      'The refund never came.',
    ],
    chat: ['The chat queue is endless.', 'The chat closed before anybody answered.'],
    email: ['My mails were ignored.'],
    bug: ['The same error came back after the update.'],
  },
};

export const subjectOf = (random: Random, topic: Topic, language: Language): string =>
  random.pick(SUBJECTS[topic][language]);
export const openingOf = (random: Random, language: Language): string => random.pick(OPENINGS[language]);
export const agentReply = (random: Random, mood: Mood, language: Language): string =>
  random.pick(AGENT[mood][language]);
export const closingOf = (random: Random, mood: Mood, language: Language): string =>
  random.pick(CLOSINGS[mood][language]);

/** A comment for a survey answer; English ones often name the cause. */
export function commentOf(
  random: Random,
  mood: Mood,
  language: Language,
  about: { topic: Topic; channel: Channel } | null,
): string {
  const comment = random.pick(ABOUT[mood][language]);
  if (language !== 'en' || !about || !random.chance(0.6)) return comment;
  const causes = CAUSES[mood][random.chance(0.5) ? about.topic : about.channel] ?? CAUSES[mood][about.topic];
  return causes ? `${comment} ${random.pick(causes)}` : comment;
}
