import { __ } from '@wordpress/i18n';
import type { Refusal } from './whatsapp-advice';

const NO_CONNECTION = () => __('WhatsApp’s servers could not be reached.', 'ripresa');
const NOTHING_SENT = () => __('Nothing was sent yet. We try again by ourselves.', 'ripresa');
const NOT_AGAIN = () =>
  __(
    'It is not sent again, so that the shopper never gets it twice. WhatsApp’s own status report settles it within 24 hours.',
    'ripresa',
  );

/** Failures in which WhatsApp said nothing. */
export const TRANSPORT_WORDS: Readonly<Record<string, Refusal>> = {
  dns: { title: NO_CONNECTION, advice: NOTHING_SENT },
  refused: { title: NO_CONNECTION, advice: NOTHING_SENT },
  'connect-timeout': { title: NO_CONNECTION, advice: NOTHING_SENT },
  tls: { title: NO_CONNECTION, advice: NOTHING_SENT },
  closed: { title: () => __('The app was shutting down.', 'ripresa'), advice: NOTHING_SENT },
  paced: {
    title: () => __('The message waits for its turn at this number.', 'ripresa'),
    advice: NOTHING_SENT,
  },
  held: {
    title: () => __('The message was kept back when it was about to leave.', 'ripresa'),
    advice: NOTHING_SENT,
  },
  http_429: { title: () => __('WhatsApp asked us to slow down.', 'ripresa'), advice: NOTHING_SENT },
  timeout: {
    title: () =>
      __(
        'WhatsApp did not answer in time, so nobody knows yet whether the message went out.',
        'ripresa',
      ),
    advice: NOT_AGAIN,
  },
  reset: {
    title: () => __('The connection broke before WhatsApp’s answer arrived.', 'ripresa'),
    advice: NOT_AGAIN,
  },
  cancelled: {
    title: () => __('The call was given up before WhatsApp answered.', 'ripresa'),
    advice: NOT_AGAIN,
  },
  'bad-answer': {
    title: () => __('WhatsApp gave an answer that can’t be read.', 'ripresa'),
    advice: NOT_AGAIN,
  },
  http_5xx: { title: () => __('WhatsApp’s servers had a problem.', 'ripresa'), advice: NOT_AGAIN },
  worker_lost: {
    title: () =>
      __(
        'The app stopped while it was sending, so nobody knows yet whether the message went out.',
        'ripresa',
      ),
    advice: NOT_AGAIN,
  },
  outcome_unknown: {
    title: () => __('WhatsApp never said whether the message went out.', 'ripresa'),
    advice: () => __('It was not sent again, so that the shopper never gets it twice.', 'ripresa'),
  },
  'too-large': {
    title: () => __('The file is too large.', 'ripresa'),
    advice: () => __('WhatsApp takes pictures of at most 5 MB.', 'ripresa'),
  },
  foreign_address: {
    title: () => __('The file’s address does not belong to WhatsApp.', 'ripresa'),
    advice: () => __('It was not loaded, to keep your access token safe.', 'ripresa'),
  },
};
