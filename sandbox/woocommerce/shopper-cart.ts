import { randomBytes } from 'node:crypto';
import { isRecord, json, jsonBody, textField, type Exchange, type Reply } from '../http/exchange';
import { discountOf, findCoupon, minorOf } from './prices';
import type { Item, ShopperCart, SiteState } from './state';

const refused = (code: string, message: string): Reply =>
  json(400, { code, message, data: { status: 400 } });

/** WooCommerce's routes for shoppers, below `wc/store/v1/`: a cart for whoever holds its token. */
export function shopperRoute(state: SiteState, route: string, exchange: Exchange): Reply {
  const token = exchange.headers['cart-token'] ?? '';
  if (route === 'cart' && exchange.method === 'GET') return openCart(state, token);
  const cart = state.shopperCarts.get(token);
  if (!cart) return refused('woocommerce_rest_missing_nonce', 'Missing the Nonce header.');
  const action = ACTIONS[route];
  if (!action) return json(404, { code: 'rest_no_route', data: { status: 404 } });
  const body = jsonBody(exchange);
  return action(state, cart, isRecord(body) ? body : {}) ?? json(200, cartAnswer(state, cart));
}

function openCart(state: SiteState, token: string): Reply {
  const known = state.shopperCarts.get(token);
  if (known) return json(200, cartAnswer(state, known));
  const made = randomBytes(24).toString('base64url');
  const cart: ShopperCart = { items: [], coupons: [] };
  state.shopperCarts.set(made, cart);
  return json(200, cartAnswer(state, cart), { 'cart-token': made });
}

type Action = (state: SiteState, cart: ShopperCart, given: Item) => Reply | null;

const ACTIONS: Readonly<Record<string, Action>> = {
  'cart/add-item': addItem,
  'cart/apply-coupon': (state, cart, given) => {
    const code = textField(given, 'code').toLowerCase();
    const coupon = findCoupon(state, code);
    if (!coupon)
      return refused('woocommerce_rest_cart_coupon_error', `Coupon "${code}" is not valid.`);
    cart.coupons.push(code);
    return null;
  },
  'cart/update-customer': () => null,
};

export const productOf = (state: SiteState, id: number): Item | null =>
  [...state.products, ...[...state.variations.values()].flat()].find((one) => one.id === id) ??
  null;

function addItem(state: SiteState, cart: ShopperCart, given: Item): Reply | null {
  const product = productOf(state, Number(given.id));
  if (product?.status !== 'publish') {
    return refused(
      'woocommerce_rest_cart_invalid_product',
      'This product cannot be added to the cart.',
    );
  }
  if (product.purchasable === false) {
    return refused('woocommerce_rest_product_not_purchasable', 'It is not available for purchase.');
  }
  if (product.stock_status === 'outofstock') {
    return refused('woocommerce_rest_product_out_of_stock', 'It is out of stock.');
  }
  const quantity = Number(given.quantity);
  if (product.manage_stock === true && Number(product.stock_quantity) < quantity) {
    return refused(
      'woocommerce_rest_product_partially_out_of_stock',
      'There is not enough in stock.',
    );
  }
  cart.items.push({ id: Number(given.id), quantity });
  return null;
}

const UNIT = { currency_code: 'EUR', currency_minor_unit: 2 } as const;

/** As WooCommerce answers it, as far as anybody reads it here. */
function cartAnswer(state: SiteState, { items, coupons }: ShopperCart): Item {
  const priced = items.map(({ id, quantity }) => {
    const product = productOf(state, id) ?? {};
    return { id, quantity, product, price: minorOf(product.price) };
  });
  const sum = priced.reduce((total, { price, quantity }) => total + price * quantity, 0);
  const sent = items.length > 0 ? state.shippingMinor : null;
  const shipping = sent === 'unknown' ? null : sent;
  const discount = discountOf(state, coupons, sum);
  return {
    items: priced.map(({ id, quantity, product, price }) => ({
      key: String(id),
      id,
      quantity,
      name: nameOf(state, product),
      prices: { ...UNIT, price: String(price) },
      totals: {
        ...UNIT,
        line_subtotal: String(price * quantity),
        line_total: String(price * quantity),
      },
    })),
    coupons: coupons.map((code) => ({ code })),
    needs_shipping: sent !== null,
    shipping_rates: shipping === null ? [] : [{ shipping_rates: [rate(shipping)] }],
    totals: {
      ...UNIT,
      total_items: String(sum),
      total_discount: String(discount),
      total_price: String(sum - discount + (shipping ?? 0)),
    },
  };
}

const rate = (price: number): Item => ({
  ...{ rate_id: 'flat_rate:1', method_id: 'flat_rate', instance_id: 1, name: 'Courier' },
  ...{ ...UNIT, price: String(price), selected: true },
});

/** A variation's is its product's. */
function nameOf(state: SiteState, product: Item): string {
  const own = product.parent_id ? productOf(state, Number(product.parent_id)) : product;
  return String(own?.name);
}
