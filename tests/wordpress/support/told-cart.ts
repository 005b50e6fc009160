import type { HeardEvent } from './app-stand-in';

export interface ToldCart {
  readonly token: string;
  readonly sequence: number;
  readonly state: string;
  readonly currency: string;
  readonly total: string;
  readonly items: readonly Readonly<Record<string, unknown>>[];
  readonly coupons: readonly string[];
  readonly contact: Readonly<Record<string, string | null>>;
  readonly restoreUrl: string;
  readonly consent: Readonly<Record<string, unknown>> | null;
  readonly orderId: string | null;
}

export function cartsIn(events: readonly HeardEvent[]): ToldCart[] {
  return events
    .filter((event) => event.topic === 'cart')
    .map((event) => event.body['cart'] as ToldCart);
}

export function lastCart(events: readonly HeardEvent[]): ToldCart {
  const cart = cartsIn(events).at(-1);
  if (cart === undefined) throw new Error('no cart was told');
  return cart;
}
