// Pure: channels of interactions in plain English.
import type { CHANNELS } from '../../../connectors/vocabulary.ts';

type Channel = (typeof CHANNELS)[number];

export const CHANNELS_IN_WORDS: Readonly<Record<Channel, string>> = {
  EMAIL: 'by e-mail',
  PHONE: 'by phone',
  CHAT: 'by chat',
  SMS: 'by text message',
  WEB: 'on the web',
  IN_APP: 'in the app',
  SOCIAL: 'on social media',
  IN_PERSON: 'in person',
  MAIL: 'by mail',
  OTHER: 'by another channel',
};
