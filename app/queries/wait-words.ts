import type { WaitWhy } from '#core/recovery/index';

/** What a message waits for at the last moment, besides what its step may wait for. */
type SendWait = 'pair_rate' | 'daily_limit' | 'marketing_held' | 'quality_low' | 'template_paused';

/** Why a step or its message was put off. Null: too short to tell. */
const WAITS: Readonly<Record<WaitWhy | SendWait, string | null>> = {
  shopper_active: 'The shopper came back to the cart, so the wait starts anew from there.',
  unread_receipts: null,
  payment_pending: 'The shopper is paying by a link, and the money is not certain yet.',
  channel_not_connected: 'No WhatsApp number is connected yet.',
  channel_paused: 'The WhatsApp number is paused.',
  quiet_hours: 'It is the shopper’s quiet hours.',
  frequency_cap: 'The shopper has had as many messages as your limit allows for now.',
  kept_back: 'WhatsApp did not deliver the message, and allows one more try from then on.',
  discount_delayed: 'The store did not make the discount code yet.',
  image_delayed: 'The picture of the cart could not be made yet.',
  pair_rate: 'WhatsApp lets a number write to the same person once every six seconds.',
  daily_limit: 'WhatsApp’s limit of people a day is used up. It is this message’s turn then.',
  marketing_held: 'Reminders of this number are on hold. Settings, WhatsApp says why.',
  quality_low: 'WhatsApp rates the number’s quality as low, so only answers go out.',
  template_paused: 'WhatsApp has paused the template.',
};

const isWait = (text: string): text is keyof typeof WAITS => Object.hasOwn(WAITS, text);

/**
 * The sentence for a reason to wait; null for one that is too short to tell, or not known.
 * @param dailyLimit people a day that WhatsApp allows, where it is known
 */
export function waitSentence(why: unknown, dailyLimit: number | null = null): string | null {
  if (typeof why !== 'string' || !isWait(why)) return null;
  if (why !== 'daily_limit' || dailyLimit === null) return WAITS[why];
  const people = dailyLimit.toLocaleString('en');
  return `WhatsApp’s daily limit of ${people} people is used up. It is this message’s turn then.`;
}
