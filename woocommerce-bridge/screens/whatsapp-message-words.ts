import { __ } from '@wordpress/i18n';
import { AGAIN } from './whatsapp-advice';
import type { Refusal } from './whatsapp-advice';

const OURS = () =>
  __('This is a fault of ours. Please tell our support the message and this code.', 'ripresa');

/** One message, its recipient or its template. */
export const MESSAGE_WORDS: Readonly<Record<string, Refusal>> = {
  '100': { title: () => __('WhatsApp did not understand the request.', 'ripresa'), advice: OURS },
  '130472': {
    title: () =>
      __(
        'WhatsApp kept the message back, because the shopper is part of an experiment of Meta.',
        'ripresa',
      ),
    advice: () =>
      __(
        'This concerns about one in a hundred people. Nothing was charged, and nothing more is tried.',
        'ripresa',
      ),
  },
  '131000': { title: () => __('WhatsApp had an internal problem.', 'ripresa'), advice: AGAIN },
  '131008': {
    title: () => __('A required part of the message was missing.', 'ripresa'),
    advice: OURS,
  },
  '131009': {
    title: () => __('A part of the message had a value that WhatsApp refuses.', 'ripresa'),
    advice: OURS,
  },
  '131016': { title: () => __('WhatsApp was not available.', 'ripresa'), advice: AGAIN },
  '131021': {
    title: () => __('The shopper’s number is the same as your own number.', 'ripresa'),
    advice: () => __('WhatsApp can’t send a message to its own sender. Nothing to do.', 'ripresa'),
  },
  '131026': {
    title: () => __('WhatsApp could not deliver the message to this number.', 'ripresa'),
    advice: () =>
      __(
        'The number may not use WhatsApp, may have an old version of the app, or has not accepted the newest terms. We leave it alone for a month, or until the shopper writes.',
        'ripresa',
      ),
  },
  '131030': {
    title: () => __('A test number may write to its list of testers only.', 'ripresa'),
    advice: () =>
      __(
        'Add the number to the list of recipients in the Meta app, or connect a real number.',
        'ripresa',
      ),
  },
  '131047': {
    title: () => __('More than 24 hours have passed since the shopper’s last message.', 'ripresa'),
    advice: () =>
      __(
        'Only approved templates can be sent now. The shopper can write to you at any time.',
        'ripresa',
      ),
  },
  '131049': {
    title: () =>
      __(
        'WhatsApp kept the message back, because the shopper has had enough marketing messages lately.',
        'ripresa',
      ),
    advice: () =>
      __(
        'WhatsApp limits how many marketing messages a person gets from all businesses together. It is not tried again within 24 hours.',
        'ripresa',
      ),
  },
  '131050': {
    title: () => __('The shopper has switched off your marketing messages in WhatsApp.', 'ripresa'),
    advice: () =>
      __(
        'We respect that and send no more. The shopper can switch them on again in WhatsApp.',
        'ripresa',
      ),
  },
  '131051': {
    title: () => __('WhatsApp does not know this kind of message.', 'ripresa'),
    advice: OURS,
  },
  '131052': {
    title: () => __('WhatsApp could not load the file that the shopper sent.', 'ripresa'),
    advice: () => __('Ask the shopper to send it again.', 'ripresa'),
  },
  '131053': {
    title: () => __('WhatsApp could not load the picture of the message.', 'ripresa'),
    advice: () =>
      __(
        'The picture’s address must be reachable from the internet, as JPEG or PNG of at most 5 MB.',
        'ripresa',
      ),
  },
  '131056': {
    title: () => __('Too many messages to the same person within a few seconds.', 'ripresa'),
    advice: () => __('We wait a little and try again by ourselves.', 'ripresa'),
  },
  '132000': {
    title: () =>
      __('The message and the approved template have a different number of values.', 'ripresa'),
    advice: () =>
      __('Open the template, refresh it from WhatsApp, and check the preview.', 'ripresa'),
  },
  '132001': {
    title: () =>
      __('The template does not exist in this language, or is not approved yet.', 'ripresa'),
    advice: () =>
      __('Submit the template in the shopper’s language, or wait for its approval.', 'ripresa'),
  },
  '132005': {
    title: () => __('The message got too long once the values were filled in.', 'ripresa'),
    advice: () => __('Shorten the text of the template.', 'ripresa'),
  },
  '132007': {
    title: () => __('The template’s text breaks a rule of WhatsApp.', 'ripresa'),
    advice: () =>
      __(
        'Look at the template’s notice in WhatsApp Manager, change its text and submit it again.',
        'ripresa',
      ),
  },
  '132012': {
    title: () => __('A value has another form than the approved template asks for.', 'ripresa'),
    advice: () =>
      __(
        'Open the template, refresh it from WhatsApp, and check its header and buttons.',
        'ripresa',
      ),
  },
  '132015': {
    title: () =>
      __('WhatsApp has paused the template, because people blocked or reported it.', 'ripresa'),
    advice: () =>
      __(
        'The first pause lasts 3 hours, the second 6 hours. Make the text more useful before the next one switches it off.',
        'ripresa',
      ),
  },
  '132016': {
    title: () =>
      __(
        'WhatsApp has switched off the template for good, because people kept reporting it.',
        'ripresa',
      ),
    advice: () =>
      __('It can’t be changed any more. Choose another template in the sequence.', 'ripresa'),
  },
  '132018': {
    title: () => __('A value in the template is not valid.', 'ripresa'),
    advice: () =>
      __('Open the template, refresh it from WhatsApp, and check the preview.', 'ripresa'),
  },
  '132068': {
    title: () => __('A flow of the template is blocked.', 'ripresa'),
    advice: () => __('Mend the flow in WhatsApp Manager.', 'ripresa'),
  },
  '132069': {
    title: () => __('A flow of the template is throttled.', 'ripresa'),
    advice: () => __('Mend the flow in WhatsApp Manager.', 'ripresa'),
  },
  '135000': {
    title: () => __('WhatsApp could not send the message and gave no reason.', 'ripresa'),
    advice: OURS,
  },
};
