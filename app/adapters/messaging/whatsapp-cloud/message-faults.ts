import {
  FAIL,
  NEXT_DAY,
  OPTED_OUT,
  RECIPIENT_BUSY,
  rule,
  TEMPLATE_OFF,
  TEMPLATE_PAUSED,
  TRANSIENT,
  UNREACHABLE,
  type FaultRule,
} from './fault-rules';

const OURS = 'This is a fault of ours. Please tell our support the message and this code.';

/** Codes about one message, its recipient or its template (Meta's error reference). */
export const MESSAGE_FAULTS: Readonly<Record<string, FaultRule>> = {
  '100': rule(FAIL, 'WhatsApp did not understand the request.', OURS),
  '131000': rule(TRANSIENT, 'WhatsApp had an internal problem.', 'We try again by ourselves.'),
  '131016': rule(TRANSIENT, 'WhatsApp was not available.', 'We try again by ourselves.'),
  '131008': rule(FAIL, 'A required part of the message was missing.', OURS),
  '131009': rule(FAIL, 'A part of the message had a value that WhatsApp refuses.', OURS),
  '131021': rule(
    FAIL,
    'The shopper’s number is the same as your own number.',
    'WhatsApp can’t send a message to its own sender. Nothing to do.',
  ),
  '131026': rule(
    UNREACHABLE,
    'WhatsApp could not deliver the message to this number.',
    'The number may not use WhatsApp, may have an old version of the app, or has not accepted the newest terms. We leave it alone for a month, or until the shopper writes.',
  ),
  '131030': rule(
    FAIL,
    'A test number may write to its list of testers only.',
    'Add the number to the list of recipients in the Meta app, or connect a real number.',
  ),
  '130472': rule(
    FAIL,
    'WhatsApp kept the message back, because the shopper is part of an experiment of Meta.',
    'This concerns about one in a hundred people. Nothing was charged, and nothing more is tried.',
  ),
  '131047': rule(
    FAIL,
    'More than 24 hours have passed since the shopper’s last message.',
    'Only approved templates can be sent now. The shopper can write to you at any time.',
  ),
  '131049': rule(
    NEXT_DAY,
    'WhatsApp kept the message back, because the shopper has had enough marketing messages lately.',
    'WhatsApp limits how many marketing messages a person gets from all businesses together. It is not tried again within 24 hours.',
  ),
  '131050': rule(
    OPTED_OUT,
    'The shopper has switched off your marketing messages in WhatsApp.',
    'We respect that and send no more. The shopper can switch them on again in WhatsApp.',
  ),
  '131051': rule(FAIL, 'WhatsApp does not know this kind of message.', OURS),
  '131052': rule(
    FAIL,
    'WhatsApp could not load the file that the shopper sent.',
    'Ask the shopper to send it again.',
  ),
  '131053': rule(
    FAIL,
    'WhatsApp could not load the picture of the message.',
    'The picture’s address must be reachable from the internet, as JPEG or PNG of at most 5 MB.',
  ),
  '131056': rule(
    RECIPIENT_BUSY,
    'Too many messages to the same person within a few seconds.',
    'We wait a little and try again by ourselves.',
  ),
  '132000': rule(
    FAIL,
    'The message and the approved template have a different number of values.',
    'Open the template, refresh it from WhatsApp, and check the preview.',
  ),
  '132001': rule(
    FAIL,
    'The template does not exist in this language, or is not approved yet.',
    'Submit the template in the shopper’s language, or wait for its approval.',
  ),
  '132005': rule(
    FAIL,
    'The message got too long once the values were filled in.',
    'Shorten the text of the template.',
  ),
  '132007': rule(
    FAIL,
    'The template’s text breaks a rule of WhatsApp.',
    'Look at the template’s notice in WhatsApp Manager, change its text and submit it again.',
  ),
  '132012': rule(
    FAIL,
    'A value has another form than the approved template asks for.',
    'Open the template, refresh it from WhatsApp, and check its header and buttons.',
  ),
  '132015': rule(
    TEMPLATE_PAUSED,
    'WhatsApp has paused the template, because people blocked or reported it.',
    'The first pause lasts 3 hours, the second 6 hours. Make the text more useful before the next one switches it off.',
  ),
  '132016': rule(
    TEMPLATE_OFF,
    'WhatsApp has switched off the template for good, because people kept reporting it.',
    'It can’t be changed any more. Choose another template in the sequence.',
  ),
  '132018': rule(
    FAIL,
    'A value in the template is not valid.',
    'Open the template, refresh it from WhatsApp, and check the preview.',
  ),
  '132068': rule(FAIL, 'A flow of the template is blocked.', 'Mend the flow in WhatsApp Manager.'),
  '132069': rule(
    FAIL,
    'A flow of the template is throttled.',
    'Mend the flow in WhatsApp Manager.',
  ),
  '135000': rule(FAIL, 'WhatsApp could not send the message and gave no reason.', OURS),
};
