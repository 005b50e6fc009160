import { FAIL, rule, TRANSIENT, UNKNOWN, type FaultRule } from './fault-rules';

const NOT_AGAIN =
  'It is not sent again, so that the shopper never gets it twice. WhatsApp’s own status report settles it within 24 hours.';
const BY_OURSELVES = 'Nothing was sent yet. We try again by ourselves.';
const NO_CONNECTION = 'WhatsApp’s servers could not be reached.';

/** Codes of our own, for failures in which Meta said nothing. */
export const TRANSPORT_FAULTS: Readonly<Record<string, FaultRule>> = {
  dns: rule(TRANSIENT, NO_CONNECTION, BY_OURSELVES),
  refused: rule(TRANSIENT, NO_CONNECTION, BY_OURSELVES),
  'connect-timeout': rule(TRANSIENT, NO_CONNECTION, BY_OURSELVES),
  tls: rule(TRANSIENT, NO_CONNECTION, BY_OURSELVES),
  closed: rule(TRANSIENT, 'The app was shutting down.', BY_OURSELVES),
  paced: rule(TRANSIENT, 'The message waits for its turn at this number.', BY_OURSELVES),
  held: rule(TRANSIENT, 'The message was kept back when it was about to leave.', BY_OURSELVES),
  http_429: rule(TRANSIENT, 'WhatsApp asked us to slow down.', BY_OURSELVES),
  timeout: rule(
    UNKNOWN,
    'WhatsApp did not answer in time, so nobody knows yet whether the message went out.',
    NOT_AGAIN,
  ),
  reset: rule(UNKNOWN, 'The connection broke before WhatsApp’s answer arrived.', NOT_AGAIN),
  cancelled: rule(UNKNOWN, 'The call was given up before WhatsApp answered.', NOT_AGAIN),
  'bad-answer': rule(UNKNOWN, 'WhatsApp gave an answer that can’t be read.', NOT_AGAIN),
  http_5xx: rule(UNKNOWN, 'WhatsApp’s servers had a problem.', NOT_AGAIN),
  worker_lost: rule(
    UNKNOWN,
    'The app stopped while it was sending, so nobody knows yet whether the message went out.',
    NOT_AGAIN,
  ),
  outcome_unknown: rule(
    FAIL,
    'WhatsApp never said whether the message went out.',
    'It was not sent again, so that the shopper never gets it twice.',
  ),
  'too-large': rule(FAIL, 'The file is too large.', 'WhatsApp takes pictures of at most 5 MB.'),
  foreign_address: rule(
    FAIL,
    'The file’s address does not belong to WhatsApp.',
    'It was not loaded, to keep your access token safe.',
  ),
};
