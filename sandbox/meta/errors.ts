import { json, type Reply } from '../http/exchange';

interface ErrorText {
  status: number;
  title: string;
  details: string;
}

/**
 * Error codes of the Cloud API with their HTTP status, title and usual details.
 * Source: developers.facebook.com, WhatsApp Business Platform, "Error codes" (May 2026).
 */
const TEXTS: Record<number, ErrorText> = {
  0: text(401, 'AuthException', 'Unable to authenticate the app user.'),
  4: text(429, 'Application request limit reached', 'The app has reached its API call rate limit.'),
  10: text(403, 'Permission denied', 'Permission is either not granted or has been removed.'),
  100: text(400, 'Invalid parameter', 'The request included one or more unsupported parameters.'),
  190: text(401, 'Invalid OAuth access token', 'The access token has expired.'),
  368: text(403, 'Temporarily blocked for policies violations', 'The account has been restricted.'),
  80007: text(429, 'Rate limit issues', 'The WhatsApp Business Account reached its rate limit.'),
  130429: text(429, 'Rate limit hit', 'Cloud API message throughput has been reached.'),
  130472: text(400, "User's number is part of an experiment", 'Message was not sent.'),
  130497: text(403, 'Business account is restricted', 'The account cannot message this country.'),
  131000: text(500, 'Something went wrong', 'Message failed to send due to an unknown error.'),
  131005: text(403, 'Access denied', 'Permission is either not granted or has been removed.'),
  131008: text(400, 'Required parameter is missing', 'A required parameter is missing.'),
  131009: text(400, 'Parameter value is not valid', 'One or more parameter values are invalid.'),
  131016: text(503, 'Service unavailable', 'A service is temporarily unavailable.'),
  131021: text(400, 'Recipient cannot be sender', 'Sender and recipient are the same number.'),
  131026: text(400, 'Message undeliverable', 'Message Undeliverable.'),
  131031: text(403, 'Business Account locked', 'The account has been restricted or disabled.'),
  131042: text(402, 'Business eligibility payment issue', 'There is a payment method problem.'),
  131045: text(500, 'Incorrect certificate', 'Phone number registration error.'),
  131047: text(
    400,
    'Re-engagement message',
    'Message failed to send because more than 24 hours have passed since the customer last replied to this number.',
  ),
  131048: text(429, 'Spam rate limit hit', 'Too many previous messages were blocked or flagged.'),
  131049: text(
    400,
    'This message was not delivered to maintain healthy ecosystem engagement.',
    'In order to maintain a healthy ecosystem engagement, the message failed to be delivered.',
  ),
  131050: text(
    400,
    'User has stopped marketing messages',
    'The user opted out of marketing messages.',
  ),
  131051: text(400, 'Unsupported message type', 'Message type is currently not supported.'),
  131052: text(400, 'Media download error', 'Unable to download the media sent by the user.'),
  131053: text(400, 'Media upload error', 'Unable to upload the media used in the message.'),
  131056: text(
    429,
    '(Business Account, Consumer Account) pair rate limit hit',
    'Too many messages were sent from this phone number to the same recipient in a short period of time.',
  ),
  131057: text(503, 'Account in maintenance mode', 'Business Account is in maintenance mode.'),
  132000: text(400, 'Number of parameters does not match the expected number of params', ''),
  132001: text(404, 'Template name does not exist in the translation', ''),
  132005: text(400, 'Translated text too long', 'Translated text is too long.'),
  132007: text(400, 'Template format character policy violated', ''),
  132012: text(400, 'Parameter format does not match format in the created template', ''),
  132015: text(400, 'Template is paused', 'Template is paused due to low quality.'),
  132016: text(400, 'Template is disabled', 'Template has been paused too many times.'),
  132018: text(400, "There's an issue with the parameters in your template", ''),
  132068: text(400, 'Flow is blocked', 'Flow is in blocked state.'),
  132069: text(500, 'Flow is throttled', 'Flow is in throttled state.'),
  133004: text(503, 'Server temporarily unavailable', 'Server is temporarily unavailable.'),
  133010: text(400, 'Phone number not registered', 'Phone number is not registered.'),
  135000: text(400, 'Generic user error', 'Message failed to send because of unknown parameters.'),
};

export interface StatusError {
  code: number;
  title: string;
  message: string;
  error_data: { details: string };
  href: string;
}

export interface Refusal {
  code: number;
  details: string;
  subcode?: number;
  /** A sentence for the person at the screen, as Meta gives it with refused templates. */
  userMessage?: string;
}

/** A Graph API error answer, in the shape and with the HTTP status that Meta gives. */
export function graphError(refusal: Refusal, traceId: string): Reply {
  const known = textOf(refusal.code);
  return json(known.status, {
    error: {
      message: `(#${refusal.code}) ${known.title}`,
      type: 'OAuthException',
      code: refusal.code,
      error_data: {
        messaging_product: 'whatsapp',
        details: refusal.details === '' ? known.details : refusal.details,
      },
      ...(refusal.subcode === undefined ? {} : { error_subcode: refusal.subcode }),
      ...(refusal.userMessage === undefined ? {} : { error_user_msg: refusal.userMessage }),
      fbtrace_id: traceId,
    },
  });
}

/** The same error as a failed status carries it in a webhook. */
export function statusError(code: number, details = ''): StatusError {
  const known = textOf(code);
  return {
    code,
    title: known.title,
    message: known.title,
    error_data: { details: details === '' ? known.details : details },
    href: 'https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/',
  };
}

function text(status: number, title: string, details: string): ErrorText {
  return { status, title, details };
}

function textOf(code: number): ErrorText {
  return TEXTS[code] ?? text(400, 'Unknown error', 'An unknown error occurred.');
}
