/**
 * Why a shopper got no message: the closed list. Each has a sentence that a merchant can read.
 * Failures that the vendor reported are explained by the vendor's adapter instead (`send_failed`).
 */
export const NON_SEND_REASONS = {
  no_phone: 'The cart has no phone number, so there is nobody to write to.',
  phone_invalid: 'The phone number that was typed can’t be a real one.',
  not_on_whatsapp:
    'WhatsApp could not deliver to this number lately, so it is left alone for a month, or until the shopper writes.',
  no_consent: 'This shopper’s country asks for a consent that the shopper has not given.',
  opted_out: 'The shopper asked not to get messages.',
  country_not_possible: 'WhatsApp delivers no marketing messages to numbers of this country.',
  holdout: 'The shopper is in the holdout group that shows what happens without messages.',
  purchased: 'The shopper bought before this message was due.',
  replied: 'The shopper answered; a person should go on from here.',
  cart_emptied: 'The shopper emptied the cart.',
  merged: 'The shopper has a newer cart; one recovery serves all of them.',
  no_active_sequence: 'No sequence is switched on for this cart.',
  sequence_paused: 'The sequence was paused or removed.',
  condition_not_met: 'The step’s condition did not hold for this cart.',
  template_missing: 'There is no approved template in a language for this shopper.',
  template_paused: 'WhatsApp has paused or switched off the template.',
  template_mismatch: 'The message doesn’t fit the approved template, so it was not sent.',
  not_renderable:
    'A part of the message had no value (for example no product), so it was not sent.',
  discount_failed: 'The store did not make the step’s discount code, so the message was not sent.',
  channel_not_connected: 'No WhatsApp number is connected.',
  channel_paused: 'The WhatsApp number is paused.',
  marketing_held:
    'Reminders were on hold, because WhatsApp limited the number or too many shoppers turned away.',
  quality_low: 'WhatsApp rates the number’s quality as low, so no reminders are sent.',
  daily_limit:
    'WhatsApp’s limit of people a day was used up for as long as the message was useful.',
  payment_pending:
    'The shopper was paying by a link for as long as the message was useful, and the money was not certain yet.',
  frequency_cap: 'The shopper has had as many messages as your limit allows.',
  too_late: 'The step could not be sent while it was still useful.',
  shop_uninstalled: 'The app is not installed in this store any more.',
  send_failed: 'WhatsApp did not take or deliver the message.',
  outcome_unknown: 'WhatsApp never said whether the message went out, so it was not sent again.',
} as const;

export type NonSendReason = keyof typeof NON_SEND_REASONS;

export const isNonSendReason = (text: string): text is NonSendReason => text in NON_SEND_REASONS;
