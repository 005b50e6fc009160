import type { ConsentSaid } from '../ledger';
import type { ShopPlace } from '../script/places';
import { checkoutBody, consentBody, orderBody, refundBody } from './payloads';
import type { CartView, OrderView } from './payloads';
import { signed } from './postman';
import type { World } from './world';

let counter = 0;

interface Telling {
  readonly shop: ShopPlace;
  readonly topic: string;
  readonly body: unknown;
  readonly at: number;
  readonly mayBeLost: boolean;
  readonly delivered: (at: number) => void;
}

/** Signs a webhook as Shopify does, and hands it to the postman. */
function tell(world: World, { shop, topic, body, at, mayBeLost, delivered }: Telling): void {
  const raw = JSON.stringify(body);
  counter += 1;
  const id = `${world.seed}-${counter}`;
  world.postman.post({
    id,
    path: '/webhooks/shopify',
    headers: {
      'content-type': 'application/json',
      'x-shopify-topic': topic,
      'x-shopify-hmac-sha256': signed(raw, world.secrets.shopifySecret, 'base64'),
      'x-shopify-shop-domain': shop.domain,
      'x-shopify-api-version': '2026-07',
      'x-shopify-webhook-id': `w-${id}`,
      'x-shopify-event-id': `e-${id}`,
      'x-shopify-triggered-at': new Date(at).toISOString(),
      'user-agent': 'Shopify-Captain-Hook',
    },
    body: raw,
    mayBeLost,
    delivered,
  });
}

export function tellCheckout(world: World, topic: string, cart: CartView): void {
  const { shop, token } = cart.plan;
  tell(world, {
    shop,
    topic: `checkouts/${topic}`,
    body: checkoutBody(cart),
    at: cart.updatedAt,
    mayBeLost: true,
    delivered: (at) => world.write(shop.number, { kind: 'told', about: 'cart', id: token, at }),
  });
}

const orderTold =
  (world: World, { plan, id }: OrderView) =>
  (at: number) =>
    world.write(plan.shop.number, { kind: 'told', about: 'order', id, at });

export function tellOrder(world: World, topic: string, order: OrderView): void {
  tell(world, {
    shop: order.plan.shop,
    topic: `orders/${topic}`,
    body: orderBody(order),
    at: order.updatedAt,
    mayBeLost: true,
    delivered: orderTold(world, order),
  });
}

export function tellRefund(world: World, order: OrderView): void {
  const refund = order.refunds.at(-1);
  if (!refund) return;
  tell(world, {
    shop: order.plan.shop,
    topic: 'refunds/create',
    body: refundBody(order, refund),
    at: refund.at,
    mayBeLost: true,
    // A refund on its own tells nothing of the purchase.
    delivered: () => undefined,
  });
}

/** The store's record of a consent. No list tells it, so it is delivered until it is taken. */
export function tellConsent(
  world: World,
  { plan }: CartView,
  state: 'granted' | 'withdrawn',
): void {
  const at = Math.floor(world.clock.now() / 1_000) * 1_000;
  const said = { kind: 'consent', person: plan.person.number, state, at } as const;
  const write = (told: number | null): void => {
    const line: ConsentSaid = { ...said, isPersonal: false, told };
    world.write(plan.shop.number, line);
  };
  write(null);
  tell(world, {
    shop: plan.shop,
    topic: 'customers_whats_app_marketing_consent/update',
    body: consentBody(plan, state === 'granted' ? 'subscribed' : 'unsubscribed', at),
    at,
    mayBeLost: false,
    delivered: write,
  });
}
