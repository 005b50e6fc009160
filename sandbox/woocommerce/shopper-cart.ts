import { randomBytes } from 'node:crypto';
import { isRecord, json, jsonBody, textField, type Exchange, type Reply } from '../http/exchange';
import { discountOf, findCoupon, minorOf, netOf } from './prices';
import { oddAddress, PRESET } from './countries';
import type { Item, Shipping, ShopperCart, SiteState } from './state';

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
  const cart: ShopperCart = { items: [], coupons: [], address: PRESET, rateId: null };
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
  'cart/update-customer': (_state, cart, given) => {
    const told = isRecord(given.shipping_address) ? given.shipping_address : {};
    const merged = { ...cart.address, ...(told as Record<string, string>) };
    const odd = oddAddress(merged);
    if (odd !== null) return refused('rest_invalid_param', `Invalid parameter(s): ${odd}`);
    cart.address = merged;
    return null;
  },
  'cart/select-shipping-rate': (_state, cart, given) => {
    cart.rateId = textField(given, 'rate_id');
    return null;
  },
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
function cartAnswer(state: SiteState, cart: ShopperCart): Item {
  const { items, coupons } = cart;
  const priced = items.map(({ id, quantity }) => {
    const product = productOf(state, id) ?? {};
    return { id, quantity, product, price: minorOf(product.price) };
  });
  const sum = priced.reduce((total, { price, quantity }) => total + price * quantity, 0);
  const sent = items.length > 0 ? state.shipping : null;
  const rates = sent ? ratesFor(sent, cart) : [];
  const shipping = rates.find(({ selected }) => selected);
  const discount = discountOf(state, coupons, sum);
  return {
    items: priced.map(({ id, quantity, product, price }) => ({
      key: String(id),
      id,
      quantity,
      name: nameOf(state, product),
      variation: optionsOf(product),
      prices: { ...UNIT, price: String(price) },
      totals: {
        ...UNIT,
        line_subtotal: String(Math.round(netOf(state, price * quantity))),
        line_total: String(Math.round(netOf(state, price * quantity))),
      },
    })),
    coupons: coupons.map((code) => ({ code })),
    needs_shipping: sent !== null,
    shipping_rates: sent ? [{ package_id: 0, shipping_rates: rates }] : [],
    totals: {
      ...UNIT,
      total_items: String(sum),
      total_discount: String(discount),
      total_price: String(sum - discount + Number(shipping?.price ?? 0)),
    },
  };
}

function ratesFor({ rates, countries }: Shipping, { address, rateId }: ShopperCart): Item[] {
  if (!countries.includes(String(address.country))) return [];
  const chosen = rates.find(({ id }) => id === rateId) ?? rates[0];
  return rates.map(({ id, name, minor }) => {
    const [method, instance] = id.split(':');
    return {
      ...{ rate_id: id, method_id: method, instance_id: Number(instance), name },
      ...{ ...UNIT, price: String(minor), taxes: '0', selected: id === chosen?.id },
      meta_data: [{ key: 'Items', value: '…' }],
    };
  });
}

/** A variation's is its product's. */
function nameOf(state: SiteState, product: Item): string {
  const own = product.parent_id ? productOf(state, Number(product.parent_id)) : product;
  return String(own?.name);
}

const optionsOf = ({ type, attributes }: Item): Item[] =>
  type === 'variation'
    ? (attributes as Item[]).map(({ name, option }) => ({ attribute: name, value: option }))
    : [];
