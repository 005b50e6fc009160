import { __ } from '@wordpress/i18n';

export interface Words {
  readonly title: string;
  readonly advice: string;
}

/** What WhatsApp's commonest refusals mean, in the merchant's language; else the app's own words. */
export const whatsappWords = (code: string, own: Words): Words => WORDS[code]?.() ?? own;

export const WORDS: Readonly<Record<string, () => Words>> = {
  '131026': () => ({
    title: __('WhatsApp could not deliver the message to this number.', 'ripresa'),
    advice: __(
      'The number may not use WhatsApp, may have an old version of the app, or has not accepted the newest terms. We leave it alone for a month, or until the shopper writes.',
      'ripresa',
    ),
  }),
  '131049': () => ({
    title: __(
      'WhatsApp kept the message back, because the shopper has had enough marketing messages lately.',
      'ripresa',
    ),
    advice: __(
      'WhatsApp limits how many marketing messages a person gets from all businesses together. It is not tried again within 24 hours.',
      'ripresa',
    ),
  }),
  '131050': () => ({
    title: __('The shopper has switched off your marketing messages in WhatsApp.', 'ripresa'),
    advice: __(
      'We respect that and send no more. The shopper can switch them on again in WhatsApp.',
      'ripresa',
    ),
  }),
  '130472': () => ({
    title: __(
      'WhatsApp kept the message back, because the shopper is part of an experiment of Meta.',
      'ripresa',
    ),
    advice: __(
      'This concerns about one in a hundred people. Nothing was charged, and nothing more is tried.',
      'ripresa',
    ),
  }),
  '131048': () => ({
    title: __(
      'WhatsApp has limited this number, because too many people blocked or reported it.',
      'ripresa',
    ),
    advice: __(
      'Reminders of this number are on hold for a while, longer each time. Look at its quality in WhatsApp Manager, and send less and more to the point. Answers to shoppers still go out.',
      'ripresa',
    ),
  }),
  '131042': () => ({
    title: __('WhatsApp could not charge the account, so it sends nothing.', 'ripresa'),
    advice: __(
      'Check the payment method, credit line, currency and time zone of the WhatsApp account in Meta Billing, then resume under Settings.',
      'ripresa',
    ),
  }),
  '131031': () => ({
    title: __('Meta has locked the WhatsApp account.', 'ripresa'),
    advice: __(
      'Open Meta Business Support to see why, ask for a review, and resume under Settings when it is lifted.',
      'ripresa',
    ),
  }),
  '190': () => ({
    title: __('The WhatsApp access token has expired or was revoked.', 'ripresa'),
    advice: __(
      'Make a new permanent token for the system user in Meta Business settings and paste it under Settings, WhatsApp.',
      'ripresa',
    ),
  }),
};
