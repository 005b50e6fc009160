import { variantById } from './catalog';
import { syncCheckoutLines } from './checkout-desk';
import type { Attribute, Cart, Line } from './state';
import type { ShopWorld } from './world';

export interface Entrance {
  landingSite: string;
  referringSite: string | null;
}

export function openCart(world: ShopWorld, entrance: Entrance): Cart {
  const cart: Cart = {
    token: world.token(),
    lines: [],
    discountCode: null,
    attributes: [],
    checkoutToken: null,
    ...entrance,
  };
  world.state.carts.set(cart.token, cart);
  return cart;
}

export function newLine(world: ShopWorld, variantId: number, quantity: number): Line | null {
  if (variantById(variantId) === undefined || quantity < 1) return null;
  return { key: String(world.state.ids.next()), variantId, quantity: Math.min(quantity, 99) };
}

export async function addToCart(
  world: ShopWorld,
  cart: Cart,
  variantId: number,
  quantity: number,
): Promise<boolean> {
  const line = newLine(world, variantId, quantity);
  if (line === null) return false;
  const existing = cart.lines.find((candidate) => candidate.variantId === variantId);
  if (existing === undefined) cart.lines.push(line);
  else existing.quantity = Math.min(existing.quantity + quantity, 99);
  await syncCheckoutLines(world, cart);
  return true;
}

/** Sets the quantity of one line; 0 removes it. */
export async function setQuantity(
  world: ShopWorld,
  cart: Cart,
  key: string,
  quantity: number,
): Promise<void> {
  const line = cart.lines.find((candidate) => candidate.key === key);
  if (line === undefined || !Number.isInteger(quantity) || quantity < 0) return;
  line.quantity = Math.min(quantity, 99);
  cart.lines = cart.lines.filter((candidate) => candidate.quantity > 0);
  await syncCheckoutLines(world, cart);
}

export interface Permalink {
  items: { variantId: number; quantity: number }[];
  discountCode: string | null;
  attributes: Attribute[];
}

/** Reads `/cart/<variant>:<quantity>,…?discount=…&attributes[…]=…`; null when it is malformed. */
export function parsePermalink(path: string, query: URLSearchParams): Permalink | null {
  const items = path.split(',').map((pair) => {
    const match = /^(\d+):(\d+)$/.exec(pair);
    return { variantId: Number(match?.[1]), quantity: Number(match?.[2]) };
  });
  if (items.some((item) => Number.isNaN(item.variantId) || item.quantity < 1)) return null;
  const attributes = [...query].flatMap(([name, value]) => {
    const match = /^attributes\[(.+)\]$/.exec(name);
    return match === null ? [] : [{ name: match[1] ?? '', value }];
  });
  return { items, discountCode: query.get('discount'), attributes };
}

export function fillFromPermalink(world: ShopWorld, cart: Cart, link: Permalink): void {
  cart.lines = link.items.flatMap(({ variantId, quantity }) => {
    const line = newLine(world, variantId, quantity);
    return line === null ? [] : [line];
  });
  cart.discountCode = link.discountCode;
  cart.attributes = link.attributes;
}
