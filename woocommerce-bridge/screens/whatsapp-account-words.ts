import { __ } from '@wordpress/i18n';
import { AGAIN } from './whatsapp-advice';
import type { Refusal } from './whatsapp-advice';

const PERMISSIONS = () =>
  __(
    'Give the system user the permissions whatsapp_business_messaging and whatsapp_business_management, then make a new token.',
    'ripresa',
  );
const NEW_TOKEN = () =>
  __(
    'Make a new permanent token for the system user in Meta Business settings and paste it under Settings, WhatsApp.',
    'ripresa',
  );

/** The access token, the account, the number and its limits. */
export const ACCOUNT_WORDS: Readonly<Record<string, Refusal>> = {
  '0': {
    title: () => __('WhatsApp did not accept the access token.', 'ripresa'),
    advice: NEW_TOKEN,
  },
  '1': { title: () => __('WhatsApp had an internal problem.', 'ripresa'), advice: AGAIN },
  '2': { title: () => __('WhatsApp was overloaded for a moment.', 'ripresa'), advice: AGAIN },
  '3': {
    title: () => __('The access token may not use this function.', 'ripresa'),
    advice: PERMISSIONS,
  },
  '4': {
    title: () => __('Too many calls to WhatsApp within the hour.', 'ripresa'),
    advice: () => __('We slow down and try again by ourselves.', 'ripresa'),
  },
  '10': { title: () => __('The access token lacks a permission.', 'ripresa'), advice: PERMISSIONS },
  '33': {
    title: () => __('The number does not exist any more in the WhatsApp account.', 'ripresa'),
    advice: () => __('Connect another number under Settings.', 'ripresa'),
  },
  '190': {
    title: () => __('The WhatsApp access token has expired or was revoked.', 'ripresa'),
    advice: NEW_TOKEN,
  },
  '368': {
    title: () =>
      __(
        'Meta has restricted the account for a while because of a breach of its policies.',
        'ripresa',
      ),
    advice: () =>
      __(
        'Read the notice in Meta Business Support, ask for a review, and resume under Settings when it is lifted.',
        'ripresa',
      ),
  },
  '80007': {
    title: () => __('The WhatsApp account has reached its hourly limit of calls.', 'ripresa'),
    advice: () => __('We slow down and try again by ourselves.', 'ripresa'),
  },
  '130429': {
    title: () => __('More messages a second than this number may send.', 'ripresa'),
    advice: () =>
      __(
        'We slow down and try again by ourselves. Meta raises the limit when a number is used more.',
        'ripresa',
      ),
  },
  '130497': {
    title: () => __('The account may not send messages to this country.', 'ripresa'),
    advice: () =>
      __(
        'Meta restricts some kinds of business in some countries. Nothing more is tried for this shopper.',
        'ripresa',
      ),
  },
  '131005': {
    title: () => __('The access token lacks a permission.', 'ripresa'),
    advice: PERMISSIONS,
  },
  '131031': {
    title: () => __('Meta has locked the WhatsApp account.', 'ripresa'),
    advice: () =>
      __(
        'Open Meta Business Support to see why, ask for a review, and resume under Settings when it is lifted.',
        'ripresa',
      ),
  },
  '131037': {
    title: () => __('The number’s display name is not approved yet.', 'ripresa'),
    advice: () =>
      __(
        'Wait for the approval of the name in WhatsApp Manager, then resume under Settings.',
        'ripresa',
      ),
  },
  '131042': {
    title: () => __('WhatsApp could not charge the account, so it sends nothing.', 'ripresa'),
    advice: () =>
      __(
        'Check the payment method, credit line, currency and time zone of the WhatsApp account in Meta Billing, then resume under Settings.',
        'ripresa',
      ),
  },
  '131045': {
    title: () => __('The number’s registration with WhatsApp is not valid.', 'ripresa'),
    advice: () =>
      __(
        'Register the number again in WhatsApp Manager, then connect it again under Settings.',
        'ripresa',
      ),
  },
  '131048': {
    title: () =>
      __(
        'WhatsApp has limited this number, because too many people blocked or reported it.',
        'ripresa',
      ),
    advice: () =>
      __(
        'Reminders of this number are on hold for a while, longer each time. Look at its quality in WhatsApp Manager, and send less and more to the point. Answers to shoppers still go out.',
        'ripresa',
      ),
  },
  '131057': {
    title: () => __('The WhatsApp account is under maintenance.', 'ripresa'),
    advice: () => __('This takes a few minutes. We try again by ourselves.', 'ripresa'),
  },
  '133004': { title: () => __('WhatsApp’s servers were not available.', 'ripresa'), advice: AGAIN },
  '133010': {
    title: () => __('The number is not registered with the WhatsApp Cloud API.', 'ripresa'),
    advice: () =>
      __(
        'Register the number in WhatsApp Manager, then connect it again under Settings.',
        'ripresa',
      ),
  },
  '2xx': {
    title: () => __('The access token lacks a permission for this account.', 'ripresa'),
    advice: () =>
      __(
        'Assign the WhatsApp account to the system user in Meta Business settings, with full control.',
        'ripresa',
      ),
  },
};
