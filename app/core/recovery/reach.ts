import type { Cart, Customer, Shop } from '#core/commerce/index';
import { recipientOf } from '#core/messaging/index';
import type { Recipient } from '#core/messaging/index';
import { countryOfPhone } from '../kernel/phone';
import type { Phone } from '../kernel/phone';
import { recipientZones } from '../kernel/time-window';

/** Where and when a person can be written to about a cart. */
export interface Reach {
  readonly recipient: Recipient | null;
  /** ISO 3166 alpha-2: whose rules of consent apply. */
  readonly country: string;
  /** IANA zones that a message must suit, the most populous first; never empty. */
  readonly zones: readonly string[];
}

type CartContact = Pick<Cart, 'phone' | 'countryCode'>;
type Person = Pick<Customer, 'identities' | 'countryCode'>;

/**
 * The cart's phone as long as it is the person's, else what else is known of the person: a number
 * that was given up or went to somebody else is not written to.
 */
export function reachOf(shop: Shop, cart: CartContact | null, customer: Person | null): Reach {
  const recipient = customer && recipientFor(cart, customer);
  const phone = recipient?.kind === 'phone' ? (recipient.phone as Phone) : null;
  const country = countryOf(recipient) ?? billingCountry(cart, customer) ?? shop.countryCode;
  return { recipient, country, zones: recipientZones({ phone, country }, shop.timeZone) };
}

const billingCountry = (cart: CartContact | null, customer: Person | null): string | null =>
  cart?.countryCode ?? customer?.countryCode ?? null;

/** A phone's own, or that of a vendor's user id, which begins with its account's ("IT.…"). */
function countryOf(recipient: Recipient | null): string | null {
  if (!recipient) return null;
  if (recipient.kind === 'phone') return countryOfPhone(recipient.phone as Phone);
  return /^([A-Z]{2})\./.exec(recipient.userId)?.[1] ?? null;
}

function recipientFor(cart: CartContact | null, customer: Person): Recipient | null {
  const owned = customer.identities.some(
    ({ kind, value }) => kind === 'phone' && value === cart?.phone,
  );
  return owned && cart?.phone ? { kind: 'phone', phone: cart.phone } : recipientOf(customer);
}
