import type { Sql } from '#adapters/postgres/client';
import type { Proof } from '#core/attribution/index';
import type { ConsentSource } from '#core/consent/index';
import type { CustomerId, ShopId } from '#core/kernel/ids';
import { messageEntries } from './message-entries';
import { recoveryEntries } from './recovery-entries';
import { entry } from './timeline-entry';
import type { TimelineEntry, TimelineWords } from './timeline-entry';
import { timelineRows } from './timeline-rows';
import type { CartRow, CreditRow, OrderRow, TimelineRows } from './timeline-rows';

const SOURCES: Readonly<Record<ConsentSource, string>> = {
  checkout_checkbox: 'By the checkbox of the checkout.',
  account_page: 'On their account page in the store.',
  shopify_customer: 'In the store’s customer record.',
  whatsapp_keyword: 'By a message on WhatsApp.',
  whatsapp_preferences: 'In WhatsApp’s own menu.',
  merchant: 'Entered by the store.',
  import: 'By an import.',
};

const PROOFS: Readonly<Record<Proof, string>> = {
  click_token: 'The order carries the very click on the message’s button.',
  checkout_token: 'The shopper clicked, and bought the very cart that the message was about.',
  discount_code: 'The order used the unique code of the message.',
  person_click: 'The shopper clicked a message within your attribution window before the order.',
};

/**
 * Everything that happened with a shopper, the latest first. Times are instants.
 * @param input.softOptIn whether the shopper's country lets a purchase stand for a consent
 */
export async function shopperTimeline(
  shopId: ShopId,
  sql: Sql,
  input: {
    readonly customerId: CustomerId;
    readonly softOptIn: boolean;
    readonly words: TimelineWords;
  },
): Promise<{
  readonly entries: readonly TimelineEntry[];
  readonly planned: readonly TimelineEntry[];
}> {
  const rows = await timelineRows(shopId, sql, input.customerId);
  return timelineOf(rows, input);
}

/** The timeline of rows that were read; `planned` is what is still to come, the next one first. */
export function timelineOf(
  rows: TimelineRows,
  { words, softOptIn }: { readonly words: TimelineWords; readonly softOptIn: boolean },
): { readonly entries: readonly TimelineEntry[]; readonly planned: readonly TimelineEntry[] } {
  const entries = [
    ...rows.carts.flatMap((cart) => cartEntries(cart, words)),
    ...recoveryEntries(rows, words),
    ...messageEntries(rows, words),
    ...touchEntries(rows),
    ...consentEntries(rows),
    ...(softOptIn ? pastBuyerEntries(rows) : []),
    ...rows.orders.flatMap((order) => orderEntries(order, words)),
    ...rows.credits.map((credit) => creditEntry(credit, words)),
  ];
  return {
    // What happened at the same instant is told in reverse, too.
    entries: entries.toReversed().sort((left, right) => right.at.getTime() - left.at.getTime()),
    planned: plannedEntries(rows),
  };
}

function cartEntries(cart: CartRow, words: TimelineWords): TimelineEntry[] {
  const pieces = cart.lineItems.reduce((sum, { quantity }) => sum + quantity, 0);
  const titles = cart.lineItems.slice(0, 3).map(({ title }) => title);
  const more = cart.lineItems.length > 3 ? ` and ${cart.lineItems.length - 3} more` : '';
  const amount = words.money({ minor: cart.totalMinor, currency: cart.currency });
  const what = `${pieces} ${pieces === 1 ? 'item' : 'items'}, ${amount}`;
  const found = [
    entry(
      cart.lastActivityAt,
      'cart',
      'plain',
      `Last change of a cart: ${what}`,
      titles.length > 0 ? titles.join(', ') + more : null,
    ),
  ];
  if (cart.phoneProblem) {
    const title = 'The phone number of the cart can’t be used';
    found.push(entry(cart.lastActivityAt, 'cart', 'bad', title, cart.phoneProblem));
  }
  return found;
}

const touchEntries = ({ touches }: TimelineRows): TimelineEntry[] =>
  touches.map(({ at, robot, client }) =>
    robot
      ? entry(
          at,
          'click',
          'plain',
          'A link preview was made',
          'A machine opened the link; it doesn’t count as a click.',
        )
      : entry(at, 'click', 'good', 'The shopper opened the link', `With a ${client}.`),
  );

const consentEntries = ({ consents }: TimelineRows): TimelineEntry[] =>
  consents.map(({ at, state, source }) =>
    state === 'granted'
      ? entry(at, 'consent', 'good', 'The shopper agreed to WhatsApp messages', SOURCES[source])
      : entry(at, 'consent', 'bad', 'The shopper asked not to get messages', SOURCES[source]),
  );

/**
 * Where a purchase stands for a consent, the first one is when it began; a withdrawal before it, or a
 * consent in words, makes it needless to say.
 */
function pastBuyerEntries({ orders, consents }: TimelineRows): TimelineEntry[] {
  const first = orders.toSorted(
    (left, right) => left.placedAt.getTime() - right.placedAt.getTime(),
  )[0];
  if (!first || consents.some(({ at }) => at <= first.placedAt)) return [];
  const title = 'The shopper may be reminded as a customer of yours';
  const detail = `In their country a purchase stands for a consent, until they object. It is order ${first.name}.`;
  return [entry(first.placedAt, 'consent', 'good', title, detail)];
}

function orderEntries(order: OrderRow, words: TimelineWords): TimelineEntry[] {
  const amount = words.money({ minor: order.totalMinor, currency: order.currency });
  const found = [entry(order.placedAt, 'order', 'good', `Order ${order.name} was placed`, amount)];
  if (order.paidAt)
    found.push(entry(order.paidAt, 'order', 'good', `Order ${order.name} was paid`));
  if (order.cancelledAt) {
    found.push(entry(order.cancelledAt, 'order', 'bad', `Order ${order.name} was cancelled`));
  }
  return found;
}

function creditEntry(credit: CreditRow, words: TimelineWords): TimelineEntry {
  const amount = words.money({ minor: credit.amountMinor, currency: credit.currency });
  const order = credit.orderName ? `Order ${credit.orderName}` : 'An order';
  if (credit.kind === 'credit') {
    const title = `${order} was credited to “${credit.sequenceName ?? 'a removed sequence'}”: ${amount}`;
    return entry(credit.at, 'credit', 'good', title, PROOFS[credit.proof]);
  }
  const why = { refund: 'a refund', cancellation: 'a cancellation', edit: 'a change' }[credit.kind];
  return entry(
    credit.at,
    'credit',
    'bad',
    `The credit of ${order.toLowerCase()} changed by ${amount}`,
    `Because of ${why} of the order.`,
  );
}

/** Steps that will be looked at; a step of the holdout group records only what it would have done. */
function plannedEntries({ steps, recoveries }: TimelineRows): TimelineEntry[] {
  const states = new Map(recoveries.map(({ id, state }) => [id, state]));
  return steps
    .filter(({ state }) => state === 'pending')
    .toSorted((left, right) => left.dueAt.getTime() - right.dueAt.getTime())
    .map(({ dueAt, index, recoveryId }) => {
      const isHeldOut = states.get(recoveryId) === 'held_out';
      const title = isHeldOut
        ? `Step ${index + 1} is due, and is only noted`
        : `Step ${index + 1} is due`;
      const detail = isHeldOut
        ? 'The shopper is in the holdout group.'
        : 'Consent, purchases, quiet hours and limits are checked again at that moment.';
      return entry(dueAt, 'recovery', 'wait', title, detail);
    });
}
