// What interactions are, where they took place, and who started them.
import { KINDS, type KindName } from '../../connectors/interaction-kinds.ts';
import { describeEnum } from '../common/describe.ts';

export const InteractionKind = describeEnum(
  'InteractionKind',
  'What kind of contact or event an interaction is.',
  Object.fromEntries(Object.entries(KINDS).map(([name, { description }]) => [name, description])) as Record<
    KindName,
    string
  >,
);

export const Channel = describeEnum('Channel', 'By which way people reached each other.', {
  EMAIL: 'By e-mail.',
  PHONE: 'By phone.',
  CHAT: 'By chat on a site or in a messenger.',
  SMS: 'By text message.',
  WEB: 'On a web page, such as a form.',
  IN_APP: 'Inside the product.',
  SOCIAL: 'In a social network.',
  IN_PERSON: 'Face to face.',
  MAIL: 'By letter.',
  OTHER: 'Another way, or the source does not say.',
});

export const Direction = describeEnum('Direction', 'Who turned to whom.', {
  INBOUND: 'The customer turned to us.',
  OUTBOUND: 'We turned to the customer.',
  INTERNAL: 'Among ourselves.',
});
