import { __ } from '@wordpress/i18n';

/** Why a message was not sent, in the merchant's language; the app's own sentence where there is none. */
export const reasonText = (reason: string, sentence: string): string =>
  REASONS[reason]?.() ?? sentence;

const REASONS: Readonly<Record<string, () => string>> = {
  no_phone: () => __('The cart has no phone number, so there is nobody to write to.', 'ripresa'),
  phone_invalid: () => __('The phone number that was typed can’t be a real one.', 'ripresa'),
  not_on_whatsapp: () =>
    __(
      'WhatsApp could not deliver to this number lately, so it is left alone for a month.',
      'ripresa',
    ),
  no_consent: () =>
    __('This shopper’s country asks for a consent that the shopper has not given.', 'ripresa'),
  opted_out: () => __('The shopper asked not to get messages.', 'ripresa'),
  country_not_possible: () =>
    __('WhatsApp delivers no marketing messages to numbers of this country.', 'ripresa'),
  holdout: () =>
    __(
      'The shopper is in the comparison group, which shows what happens without messages.',
      'ripresa',
    ),
  purchased: () => __('The shopper bought before this message was due.', 'ripresa'),
  replied: () => __('The shopper answered; a person should go on from here.', 'ripresa'),
  cart_emptied: () => __('The shopper emptied the cart.', 'ripresa'),
  merged: () => __('The shopper has a newer cart; one recovery serves all of them.', 'ripresa'),
  no_active_sequence: () => __('No sequence is switched on for this cart.', 'ripresa'),
  sequence_paused: () => __('The sequence was paused or removed.', 'ripresa'),
  condition_not_met: () => __('The step’s condition did not hold for this cart.', 'ripresa'),
  template_missing: () =>
    __('There is no approved template in a language for this shopper.', 'ripresa'),
  template_paused: () => __('WhatsApp has paused or switched off the template.', 'ripresa'),
  template_mismatch: () => __('The message doesn’t fit the approved template.', 'ripresa'),
  not_renderable: () =>
    __('A part of the message had no value (for example no product).', 'ripresa'),
  discount_failed: () => __('The store did not make the step’s discount code.', 'ripresa'),
  channel_not_connected: () => __('No WhatsApp number is connected.', 'ripresa'),
  channel_paused: () => __('The WhatsApp number is paused.', 'ripresa'),
  marketing_held: () =>
    __(
      'Reminders were on hold: WhatsApp limited the number, or too many shoppers turned away.',
      'ripresa',
    ),
  quality_low: () => __('WhatsApp rates the number’s quality as low.', 'ripresa'),
  daily_limit: () => __('WhatsApp’s limit of people a day was used up.', 'ripresa'),
  payment_pending: () =>
    __('The shopper was paying by a link, and the money was not certain yet.', 'ripresa'),
  frequency_cap: () => __('The shopper has had as many messages as your limit allows.', 'ripresa'),
  too_late: () => __('The step could not be sent while it was still useful.', 'ripresa'),
  send_failed: () => __('WhatsApp did not take or deliver the message.', 'ripresa'),
  outcome_unknown: () =>
    __('WhatsApp never said whether the message went out, so it was not sent again.', 'ripresa'),
};
