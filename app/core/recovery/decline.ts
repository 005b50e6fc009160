import type { Cart, Customer, OrderStore, Shop } from '#core/commerce/index';
import type { ConsentStore } from '#core/consent/index';
import { allDone } from '../kernel/all-done';
import { chooseSequence } from './choose-sequence';
import type { NonSendReason } from './non-send-reason';
import type { SequenceStore } from './ports';
import { reminderContact } from './reminder-contact';
import type { ReminderTo } from './reminder-contact';
import { reachOf } from './reach';
import type { Sequence } from './sequence';

export interface DeclinePorts {
  readonly orders: Pick<OrderStore, 'purchasedSince' | 'countBefore'>;
  readonly consents: Pick<ConsentStore, 'of'>;
  readonly sequences: Pick<SequenceStore, 'ofShop'>;
}

export type StartVerdict =
  | { readonly ok: true; readonly customer: Customer; readonly sequence: Sequence }
  | { readonly ok: false; readonly reason: NonSendReason };

const no = (reason: NonSendReason): StartVerdict => ({ ok: false, reason });

/**
 * Whether a recovery can start, and if not, why: only for what waiting can't mend. A consent that
 * is merely missing, a template that is not approved yet or a number that is paused may change until
 * the first step is due, and is that step's to judge.
 */
export async function whyDeclined(
  subject: { shop: Shop; cart: Cart; customer: Customer | null; now: Date },
  ports: DeclinePorts,
): Promise<StartVerdict> {
  const { shop, cart, customer, now } = subject;
  if (shop.state !== 'installed') return no('shop_uninstalled');
  const reach = reachOf(shop, cart, customer);
  if (!customer || !reach.recipient) return no(cart.phoneProblem ? 'phone_invalid' : 'no_phone');
  const [bought, earlierOrders, consents, sequences] = await allDone([
    hasBought(subject, ports),
    ports.orders.countBefore(shop.id, customer.id, now),
    ports.consents.of(shop.id, customer.id),
    ports.sequences.ofShop(shop.id),
  ]);
  if (bought) return no('purchased');
  const existingCustomer = earlierOrders > 0;
  const forbidden = whyForbidden({ shop, consents, country: reach.country, existingCustomer });
  if (forbidden) return no(forbidden);
  const sequence = chooseSequence(sequences, cart, existingCustomer);
  return sequence ? { ok: true, customer, sequence } : no('no_active_sequence');
}

function whyForbidden(to: Omit<ReminderTo, 'index'>): NonSendReason | null {
  const contact = reminderContact({ ...to, index: 0 });
  return contact.allowed || contact.reason === 'no_consent' ? null : contact.reason;
}

async function hasBought(
  { shop, cart, customer }: { shop: Shop; cart: Cart; customer: Customer | null },
  { orders }: Pick<DeclinePorts, 'orders'>,
): Promise<boolean> {
  const match = {
    customerId: customer?.id ?? null,
    checkoutTokens: [cart.externalId],
    cartTokens: cart.cartToken === null ? [] : [cart.cartToken],
    // No message was written yet.
    clickTokens: [],
    discountCodes: [],
    phone: cart.phone,
    email: cart.email,
  };
  return (await orders.purchasedSince(shop.id, match, cart.lastActivityAt)) !== null;
}
