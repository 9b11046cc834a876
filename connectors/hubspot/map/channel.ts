// Pure: HubSpot's words for channels.
import type { CanonicalInput } from '../../records.ts';

type Channel = NonNullable<Extract<CanonicalInput, { type: 'interaction' }>['channel']>;

const CHANNELS: Readonly<Record<string, Channel>> = {
  EMAIL: 'EMAIL',
  CHAT: 'CHAT',
  LIVE_CHAT: 'CHAT',
  WHATS_APP: 'CHAT',
  WHATSAPP: 'CHAT',
  PHONE: 'PHONE',
  CALL: 'PHONE',
  SMS: 'SMS',
  FORM: 'WEB',
  WEB: 'WEB',
  WEBSITE: 'WEB',
  WEB_PAGE: 'WEB',
  PORTAL: 'WEB',
  CUSTOMER_PORTAL: 'WEB',
  IN_APP: 'IN_APP',
  LINKEDIN_MESSAGE: 'SOCIAL',
  FACEBOOK_MESSENGER: 'SOCIAL',
  FB_MESSENGER: 'SOCIAL',
  SOCIAL: 'SOCIAL',
  IN_PERSON: 'IN_PERSON',
  MAIL: 'MAIL',
};

export function channelOf(value: string | null): Channel {
  return (value === null ? undefined : CHANNELS[value.toUpperCase().replace(/[\s-]+/g, '_')]) ?? 'OTHER';
}
