import type { Cart, CartStore, Shop, ShopStore } from '#core/commerce/index';
import { isLinkToken } from '#core/kernel/link-token';
import type { PaymentAccount } from './account';
import { hasMoney } from './payment';
import type { Payment, PaymentLink, Sum } from './payment';
import { paymentsAt } from './payments-at';
import type { PaymentAccountStore, PaymentStore } from './store-ports';

/** What a link asks to be paid, as it is now. */
export type Bill =
  { readonly kind: 'cart'; readonly cart: Cart } | ({ readonly kind: 'sum' } & Sum);

export interface Payable {
  readonly kind: 'payable';
  readonly shop: Shop;
  readonly link: PaymentLink;
  readonly bill: Bill;
  /** Where it can be paid; at least one. */
  readonly accounts: readonly PaymentAccount[];
  /** The page at a provider that was opened before. */
  readonly open: Payment | null;
}

/** What a payment link is good for at this moment. */
export type LinkView =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'expired'; readonly shop: Shop; readonly isRequest: boolean }
  /** The agent took the request back. */
  | { readonly kind: 'withdrawn'; readonly shop: Shop }
  /** The merchant takes no payments by link any more, and there is no cart for a checkout. */
  | { readonly kind: 'untaken'; readonly shop: Shop }
  /** held: the money is there, and the merchant has to look at it. */
  | { readonly kind: 'settled'; readonly shop: Shop; readonly how: 'paid' | 'pending' | 'held' }
  /** Bought in another way. */
  | { readonly kind: 'bought'; readonly shop: Shop }
  /** The merchant takes no payments by link any more: the store's checkout is left. */
  | {
      readonly kind: 'checkout';
      readonly shop: Shop;
      readonly cart: Cart;
      readonly link: PaymentLink;
    }
  | Payable;

export interface ViewLinkPorts {
  readonly payments: Pick<PaymentStore, 'linkByHash' | 'ofCart' | 'ofLink'>;
  readonly paymentAccounts: Pick<PaymentAccountStore, 'ofShop'>;
  readonly shops: Pick<ShopStore, 'byId'>;
  readonly carts: Pick<CartStore, 'byId'>;
}

export interface ViewLinkInput {
  /** As it stood in the address: anything may be in it. */
  readonly token: string;
  readonly now: Date;
  /** SHA-256 of a text, hexadecimal. */
  readonly hash: (text: string) => string;
}

/** Reads what a payment link is good for; changes nothing. */
export async function viewLink(
  { token, now, hash }: ViewLinkInput,
  ports: ViewLinkPorts,
): Promise<LinkView> {
  const link = isLinkToken(token) ? await ports.payments.linkByHash(hash(token)) : null;
  const shop = link && (await ports.shops.byId(link.shopId));
  return link && shop ? viewOf(link, shop, now, ports) : { kind: 'unknown' };
}

async function viewOf(
  link: PaymentLink,
  shop: Shop,
  now: Date,
  ports: ViewLinkPorts,
): Promise<LinkView> {
  const payments = await paymentsAt(link, ports.payments);
  const how = settledAs(payments);
  if (how) return { kind: 'settled', shop, how };
  if (link.request?.withdrawnAt) return { kind: 'withdrawn', shop };
  const bill = await billOf(link, ports);
  return bill
    ? viewOfBill(bill, { link, shop, payments, now }, ports)
    : { kind: 'expired', shop, isRequest: link.request !== null };
}

interface Known {
  readonly link: PaymentLink;
  readonly shop: Shop;
  readonly payments: readonly Payment[];
  readonly now: Date;
}

async function viewOfBill(
  bill: Bill,
  { link, shop, payments, now }: Known,
  ports: Pick<ViewLinkPorts, 'paymentAccounts'>,
): Promise<LinkView> {
  if (bill.kind === 'cart' && bill.cart.state === 'ordered') return { kind: 'bought', shop };
  if (isOver(link, shop, bill, now)) {
    return { kind: 'expired', shop, isRequest: link.request !== null };
  }
  const accounts = await ports.paymentAccounts.ofShop(shop.id);
  const active = accounts.filter(({ state }) => state === 'active');
  if (active.length === 0) return leftOver(link, shop, bill);
  const open = payments.find(({ state }) => state === 'open') ?? null;
  return { kind: 'payable', shop, link, bill, accounts: active, open };
}

async function billOf(
  { shopId, billed }: PaymentLink,
  { carts }: Pick<ViewLinkPorts, 'carts'>,
): Promise<Bill | null> {
  if (billed.kind === 'sum') return billed;
  const cart = await carts.byId(shopId, billed.cartId);
  return cart && { kind: 'cart', cart };
}

const leftOver = (link: PaymentLink, shop: Shop, bill: Bill): LinkView =>
  bill.kind === 'cart'
    ? { kind: 'checkout', shop, cart: bill.cart, link }
    : { kind: 'untaken', shop };

function settledAs(payments: readonly Payment[]): 'paid' | 'pending' | 'held' | null {
  const states = payments.map(({ state }) => state);
  if (states.some((state) => state === 'paid' || state === 'ordered')) return 'paid';
  if (states.some(hasMoney)) return 'held';
  return states.includes('pending') ? 'pending' : null;
}

const isOver = (link: PaymentLink, shop: Shop, bill: Bill, now: Date): boolean =>
  link.expiresAt <= now ||
  shop.state !== 'installed' ||
  (bill.kind === 'cart' && bill.cart.lineItems.length === 0);
