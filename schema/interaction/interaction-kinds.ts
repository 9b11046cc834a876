// What interactions are, where they took place, and who started them.
import { describeEnum } from '../common/describe.ts';

export const InteractionKind = describeEnum('InteractionKind', 'What kind of contact or event an interaction is.', {
  SUPPORT_CASE: 'A request for help, with all that followed.',
  CALL: 'A phone call.',
  EMAIL: 'An e-mail.',
  CHAT: 'A chat.',
  MEETING: 'A meeting.',
  NOTE: 'A note that somebody of ours wrote.',
  TASK: 'Something that somebody of ours was to do.',
  VISIT: 'A visit to a page or place.',
  FORM_SUBMISSION: 'A form that was sent in.',
  SOCIAL_POST: 'A post in a social network.',
  PURCHASE: 'Something was bought.',
  DEAL: 'A deal that sales worked on, won or not.',
  CAMPAIGN_RESPONSE: 'A reaction to a campaign.',
  REFERRAL: 'Somebody was recommended to us.',
  OTHER: 'None of these.',
});

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
