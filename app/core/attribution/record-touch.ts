import type { Cart, CartStore, Shop, ShopStore } from '#core/commerce/index';
import type { EventLog } from '../kernel/event-envelope';
import type { LinkToken, SequenceId, ShopId } from '../kernel/ids';
import { isLinkToken } from '../kernel/link-token';
import { campaignSlug, clickUrl } from './click-url';
import type { AttributionEvent } from './events';
import { linkClient } from './link-robots';
import type { LinkRequest } from './link-robots';
import type { LinkStore } from './ports';
import type { TrackedLink } from './touch';

export interface RecordTouchInput {
  /** As it stood in the address: anything may be in it. */
  readonly token: string;
  readonly request: LinkRequest;
  readonly now: Date;
}

export interface RecordTouchPorts {
  readonly links: LinkStore;
  readonly shops: Pick<ShopStore, 'byId'>;
  readonly carts: Pick<CartStore, 'byId'>;
  /** The campaign's name, for the address's `utm_campaign`. */
  readonly sequences: {
    byId(shopId: ShopId, id: SequenceId): Promise<{ readonly name: string } | null>;
  };
  /** Where the shopper can finish, without our marks; null when the platform knows no address. */
  readonly checkoutUrl: (shop: Shop, cart: Cart, discountCode: string | null) => string | null;
  /** Lets the cart be paid by a link of ours with the same token; false where it can't be. */
  readonly offerPayment?: (link: TrackedLink, shop: Shop) => Promise<boolean>;
  readonly events: EventLog<AttributionEvent>;
}

export type RecordTouchOutcome =
  | { readonly kind: 'unknown' }
  /** `shop` is named on the page that says so. The link leads nowhere, so it is no click either. */
  | { readonly kind: 'expired'; readonly shop: Shop }
  /** The shopper has bought this cart already; what leads nowhere is no click. */
  | { readonly kind: 'bought'; readonly shop: Shop }
  | { readonly kind: 'redirect'; readonly url: string; readonly robot: boolean }
  /** The cart can be paid at our own page for this token. */
  | { readonly kind: 'pay'; readonly token: LinkToken; readonly robot: false }
  /** The platform has no address for the cart: our own page lists it and leads to the store. */
  | {
      readonly kind: 'resume';
      readonly shop: Shop;
      readonly cart: Cart;
      readonly discountCode: string | null;
      readonly robot: boolean;
    };

/**
 * Writes down that a message's link was opened and answers where it leads. Runs in the caller's
 * transaction. Previews and prefetches are kept as robots: they are no clicks and prove nothing.
 */
export async function recordTouch(
  input: RecordTouchInput,
  ports: RecordTouchPorts,
): Promise<RecordTouchOutcome> {
  if (!isLinkToken(input.token)) return { kind: 'unknown' };
  const link = await ports.links.byToken(input.token as LinkToken);
  const shop = link && (await ports.shops.byId(link.shopId));
  return link && shop ? touch(link, shop, input, ports) : { kind: 'unknown' };
}

async function touch(
  link: TrackedLink,
  shop: Shop,
  input: RecordTouchInput,
  ports: RecordTouchPorts,
): Promise<RecordTouchOutcome> {
  const cart = await ports.carts.byId(link.shopId, link.cartId);
  if (!cart || link.expiresAt <= input.now || shop.state !== 'installed') {
    return { kind: 'expired', shop };
  }
  if (cart.state === 'ordered') return { kind: 'bought', shop };
  const robot = await keepTouch(link, input, ports);
  return target(link, { shop, cart, robot }, ports);
}

async function keepTouch(
  link: TrackedLink,
  { request, now }: RecordTouchInput,
  ports: Pick<RecordTouchPorts, 'links' | 'events'>,
): Promise<boolean> {
  const { shopId, token, recoveryId } = link;
  const { robot, client } = linkClient(request);
  await ports.links.recordTouch({ shopId, token, occurredAt: now, robot, client });
  if (!robot) {
    await ports.events.append({
      type: 'link.clicked',
      shopId,
      subjectId: recoveryId,
      occurredAt: now,
      payload: { recoveryId },
    });
  }
  return robot;
}

async function target(
  link: TrackedLink,
  { shop, cart, robot }: { shop: Shop; cart: Cart; robot: boolean },
  ports: Pick<RecordTouchPorts, 'sequences' | 'checkoutUrl' | 'offerPayment'>,
): Promise<RecordTouchOutcome> {
  const { discountCode, token } = link;
  if (!robot && (await ports.offerPayment?.(link, shop))) return { kind: 'pay', token, robot };
  const url = ports.checkoutUrl(shop, cart, discountCode);
  if (!url) return { kind: 'resume', shop, cart, discountCode, robot };
  const sequence = await ports.sequences.byId(shop.id, link.sequenceId);
  const campaign = campaignSlug(sequence?.name ?? '', link.sequenceId);
  return { kind: 'redirect', url: clickUrl(url, { token, campaign }), robot };
}
