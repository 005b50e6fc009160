import { addToCart, openCart } from '../../sandbox/shopify/cart-desk';
import { CATALOG } from '../../sandbox/shopify/catalog';
import { captureContact, openCheckout } from '../../sandbox/shopify/checkout-desk';
import { pay, refundOrder } from '../../sandbox/shopify/order-desk';
import { exchangeToken, SHOP, startStandIn } from '../fixtures/shopify/stand-in';
import { tokenMemory } from '../fixtures/shopify/token-memory';
import { conformsToCommercePlatform, type PlatformRig } from './commerce-platform-suite';

const variants = CATALOG.flatMap((product) => product.variants);
const idOf = (isReduced: boolean) =>
  String(variants.find(({ compareAt }) => (compareAt !== null) === isReduced)?.id);

async function start(): Promise<PlatformRig> {
  const shopify = await startStandIn();
  const { world } = shopify;
  const tokens = tokenMemory();
  await exchangeToken(shopify, tokens);
  return {
    platform: shopify.client(tokens),
    domain: SHOP,
    now: shopify.now,
    reset: () => {
      shopify.faults.clear();
      return Promise.resolve();
    },
    abandon: async (phone) => {
      const cart = openCart(world, { landingSite: '/', referringSite: null });
      await addToCart(world, cart, variants[0]?.id ?? 0, 1);
      const checkout = await openCheckout(world, cart);
      await captureContact(world, checkout, { phone, country: 'IT' }, false);
      // Shopify lists a checkout among the abandoned ones some time after it was left.
      shopify.advance(120);
      return { externalId: checkout.token };
    },
    buy: async ({ externalId }, payment) => {
      const checkout = world.state.checkouts.get(externalId);
      const outcome = checkout && (await pay(world, checkout, payment));
      if (!outcome?.ok) throw new Error('the cart could not be bought');
      return String(outcome.order.id);
    },
    refund: async (order, minor) => {
      shopify.advance(1);
      const found = world.state.orders.get(Number(order));
      if (found) await refundOrder(world, found, minor);
    },
    variants: { reduced: idOf(true), plain: idOf(false) },
    titles: CATALOG.map(({ title }) => title),
    codes: () => [...world.state.discounts.values()].map(({ code }) => code),
    breakOnce: () => shopify.faults.add('shopify', 'http-500', 1),
    refuse: shopify.uninstall,
    close: shopify.close,
  };
}

conformsToCommercePlatform('Shopify', start);
