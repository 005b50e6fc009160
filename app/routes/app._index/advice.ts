import type { Platform } from '#core/commerce/index';
import type { NonSendReason } from '#core/recovery/index';

export interface Advice {
  readonly text: string;
  readonly link: { readonly to: string; readonly label: string } | null;
}

const settings = (text: string): Advice => ({
  text,
  link: { to: '/app/settings', label: 'Settings' },
});
const templates = (text: string): Advice => ({
  text,
  link: { to: '/app/templates', label: 'Templates' },
});
const sequences = (text: string): Advice => ({
  text,
  link: { to: '/app/sequences', label: 'Sequences' },
});
const number = (text: string): Advice => ({
  text,
  link: { to: '/app/settings/whatsapp', label: 'WhatsApp number' },
});
const note = (text: string): Advice => ({ text, link: null });

/** What a merchant can do about a reason; null where nothing has to be done. */
const ADVICE: Readonly<Partial<Record<NonSendReason, Advice>>> = {
  no_phone: note('Ask for a phone number in your checkout’s settings in Shopify.'),
  phone_invalid: note('Nothing to do: these shoppers mistyped. Asking for the country helps.'),
  no_consent: {
    text: 'Name WhatsApp in the marketing checkbox of your checkout, or review the country’s rule.',
    link: { to: '/app/settings/consent', label: 'Consent' },
  },
  not_on_whatsapp: note('Nothing to do: these shoppers are not on WhatsApp, or use an old app.'),
  holdout: settings('This is the comparison group. Its size can be changed.'),
  no_active_sequence: sequences('Switch a sequence on.'),
  sequence_paused: sequences('Resume the sequence if you want these messages sent.'),
  condition_not_met: sequences('Review the conditions of the step.'),
  template_missing: templates(
    'Submit the template in the shopper’s language and wait for approval.',
  ),
  template_paused: templates('Shoppers blocked or reported it. Change the text before you go on.'),
  template_mismatch: templates('The template was changed in WhatsApp Manager. Submit it again.'),
  not_renderable: templates('A value of the message was empty. See the shopper’s timeline.'),
  discount_failed: note('Check in Shopify that the app may make discount codes.'),
  channel_not_connected: number('Connect your WhatsApp number.'),
  channel_paused: number('See what WhatsApp says about the number.'),
  marketing_held: number('See why they were on hold, and what calms it.'),
  quality_low: number('Write to fewer people and more to the point until the quality is back.'),
  daily_limit: number(
    'WhatsApp raises the limit of a business that is verified and well received.',
  ),
  frequency_cap: settings('Your limit kept these back. It can be changed.'),
  too_late: sequences('Give the step a longer useful time, or shorten the quiet hours.'),
  send_failed: note('The reasons that WhatsApp gave are listed below.'),
};

/** Where the store's own admin has other places than Shopify's. */
const WOOCOMMERCE_ADVICE: typeof ADVICE = {
  no_phone: note('Ask for a phone number in your checkout: WooCommerce has a setting for it.'),
  no_consent: {
    text: 'Switch the consent box on in WooCommerce → Ripresa → Settings, or review the country’s rule.',
    link: { to: '/app/settings/consent', label: 'Consent' },
  },
  discount_failed: note('Check in WooCommerce → Settings that coupons are enabled.'),
};

export const adviceFor = (reason: NonSendReason, platform: Platform): Advice | null =>
  (platform === 'woocommerce' ? WOOCOMMERCE_ADVICE[reason] : undefined) ?? ADVICE[reason] ?? null;
