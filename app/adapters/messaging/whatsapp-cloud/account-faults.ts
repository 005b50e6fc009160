import {
  BILLING,
  BLOCKED,
  FAIL,
  QUOTA,
  rule,
  SPAM,
  THROTTLED,
  TOKEN,
  TRANSIENT,
  type FaultRule,
} from './fault-rules';

/** Codes about the access token, the account, the number and its limits (Meta's error reference). */
export const ACCOUNT_FAULTS: Readonly<Record<string, FaultRule>> = {
  '0': rule(
    TOKEN,
    'WhatsApp did not accept the access token.',
    'Make a new permanent token for the system user in Meta Business settings and paste it under Settings, WhatsApp.',
  ),
  '190': rule(
    TOKEN,
    'The WhatsApp access token has expired or was revoked.',
    'Make a new permanent token for the system user in Meta Business settings and paste it under Settings, WhatsApp.',
  ),
  '1': rule(TRANSIENT, 'WhatsApp had an internal problem.', 'We try again by ourselves.'),
  '2': rule(TRANSIENT, 'WhatsApp was overloaded for a moment.', 'We try again by ourselves.'),
  '3': rule(
    TOKEN,
    'The access token may not use this function.',
    'Give the system user the permissions whatsapp_business_messaging and whatsapp_business_management, then make a new token.',
  ),
  '10': rule(
    TOKEN,
    'The access token lacks a permission.',
    'Give the system user the permissions whatsapp_business_messaging and whatsapp_business_management, then make a new token.',
  ),
  '4': rule(
    QUOTA,
    'Too many calls to WhatsApp within the hour.',
    'We slow down and try again by ourselves.',
  ),
  '80007': rule(
    QUOTA,
    'The WhatsApp account has reached its hourly limit of calls.',
    'We slow down and try again by ourselves.',
  ),
  '130429': rule(
    THROTTLED,
    'More messages a second than this number may send.',
    'We slow down and try again by ourselves. Meta raises the limit when a number is used more.',
  ),
  '131048': rule(
    SPAM,
    'WhatsApp has limited this number, because too many people blocked or reported it.',
    'Reminders of this number are on hold for a while, longer each time. Look at its quality in WhatsApp Manager, and send less and more to the point. Answers to shoppers still go out.',
  ),
  '368': rule(
    BLOCKED,
    'Meta has restricted the account for a while because of a breach of its policies.',
    'Read the notice in Meta Business Support, ask for a review, and resume under Settings when it is lifted.',
  ),
  '131031': rule(
    BLOCKED,
    'Meta has locked the WhatsApp account.',
    'Open Meta Business Support to see why, ask for a review, and resume under Settings when it is lifted.',
  ),
  '131042': rule(
    BILLING,
    'WhatsApp could not charge the account, so it sends nothing.',
    'Check the payment method, credit line, currency and time zone of the WhatsApp account in Meta Billing, then resume under Settings.',
  ),
  '131057': rule(
    TRANSIENT,
    'The WhatsApp account is under maintenance.',
    'This takes a few minutes. We try again by ourselves.',
  ),
  '133004': rule(TRANSIENT, 'WhatsApp’s servers were not available.', 'We try again by ourselves.'),
  '133010': rule(
    BLOCKED,
    'The number is not registered with the WhatsApp Cloud API.',
    'Register the number in WhatsApp Manager, then connect it again under Settings.',
  ),
  '131045': rule(
    BLOCKED,
    'The number’s registration with WhatsApp is not valid.',
    'Register the number again in WhatsApp Manager, then connect it again under Settings.',
  ),
  '33': rule(
    BLOCKED,
    'The number does not exist any more in the WhatsApp account.',
    'Connect another number under Settings.',
  ),
  '131037': rule(
    BLOCKED,
    'The number’s display name is not approved yet.',
    'Wait for the approval of the name in WhatsApp Manager, then resume under Settings.',
  ),
  '131005': rule(
    TOKEN,
    'The access token lacks a permission.',
    'Give the system user the permissions whatsapp_business_messaging and whatsapp_business_management, then make a new token.',
  ),
  '130497': rule(
    FAIL,
    'The account may not send messages to this country.',
    'Meta restricts some kinds of business in some countries. Nothing more is tried for this shopper.',
  ),
};
