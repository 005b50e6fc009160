import type { Cart, CartStore, Shop, ShopStore } from '#core/commerce/index';
import { isLinkToken } from '#core/kernel/link-token';
import type { PaymentAccount } from './account';
import { hasMoney } from './payment';
import type { Payment, PaymentLink } from './payment';
import type { PaymentAccountStore, PaymentStore } from './store-ports';

export interface Payable {
  readonly kind: 'payable';
  readonly shop: Shop;
  readonly link: PaymentLink;
  readonly cart: Cart;
  /** Where it can be paid; at least one. */
  readonly accounts: readonly PaymentAccount[];
  /** The page at a provider that was opened before. */
  readonly open: Payment | null;
}

/** What a payment link is good for at this moment. */
export type LinkView =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'expired'; readonly shop: Shop }
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
  readonly payments: Pick<PaymentStore, 'linkByHash' | 'ofCart'>;
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
  const payments = await ports.payments.ofCart(shop.id, link.cartId);
  const how = settledAs(payments);
  if (how) return { kind: 'settled', shop, how };
  const cart = await ports.carts.byId(shop.id, link.cartId);
  if (cart?.state === 'ordered') return { kind: 'bought', shop };
  if (!cart || isOver(link, shop, cart, now)) return { kind: 'expired', shop };
  const accounts = await ports.paymentAccounts.ofShop(shop.id);
  const active = accounts.filter(({ state }) => state === 'active');
  if (active.length === 0) return { kind: 'checkout', shop, cart, link };
  const open = payments.find(({ state }) => state === 'open') ?? null;
  return { kind: 'payable', shop, link, cart, accounts: active, open };
}

function settledAs(payments: readonly Payment[]): 'paid' | 'pending' | 'held' | null {
  const states = payments.map(({ state }) => state);
  if (states.some((state) => state === 'paid' || state === 'ordered')) return 'paid';
  if (states.some(hasMoney)) return 'held';
  return states.includes('pending') ? 'pending' : null;
}

const isOver = (link: PaymentLink, shop: Shop, cart: Cart, now: Date): boolean =>
  link.expiresAt <= now || shop.state !== 'installed' || cart.lineItems.length === 0;
