import { SHOPS } from '../script/places';
import type { CartView, OrderView } from './payloads';

export type MutableCart = { -readonly [Key in keyof CartView]: CartView[Key] } & {
  /** Its shopper has bought what is in it, on whatever device, and does no more. */
  isBought: boolean;
};
export type MutableOrder = {
  -readonly [Key in keyof Omit<OrderView, 'refunds'>]: OrderView[Key];
} & {
  refunds: OrderView['refunds'][number][];
};

/** What a store's Admin API lists: the newest state of each, by the time of its last change. */
export interface ChangeLog<Item extends { readonly updatedAt: number }> {
  note(item: Item): void;
  /** A page of what has changed since; `after` is what the page before answered. */
  page(since: number, after: string | null, size: number): { items: Item[]; after: string | null };
}

export interface Stores {
  /** By the cart's number. */
  readonly carts: Map<number, MutableCart>;
  /** The newest cart of each person. */
  readonly cartOf: Map<number, number>;
  /** Whom a WhatsApp id or user id names. */
  readonly personOf: Map<string, number>;
  readonly checkouts: readonly ChangeLog<MutableCart>[];
  readonly orders: readonly ChangeLog<MutableOrder>[];
}

export const createStores = (): Stores => ({
  carts: new Map(),
  cartOf: new Map(),
  personOf: new Map(),
  checkouts: SHOPS.map(() => createChangeLog<MutableCart>()),
  orders: SHOPS.map(() => createChangeLog<MutableOrder>()),
});

/** Changes come in nearly the order of their times: a log that a binary search can find its place in. */
export function createChangeLog<Item extends { readonly updatedAt: number }>(): ChangeLog<Item> {
  const log: { at: number; item: Item }[] = [];
  const firstFrom = (since: number): number => {
    let [low, high] = [0, log.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (log[middle]!.at < since) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return {
    note: (item) => {
      const at = item.updatedAt;
      let place = log.length;
      while (place > 0 && log[place - 1]!.at > at) place -= 1;
      log.splice(place, 0, { at, item });
    },
    page: (since, after, size) => {
      const items: Item[] = [];
      let place = after === null ? firstFrom(since) : Number(after);
      while (place < log.length && items.length < size) {
        const { at, item } = log[place]!;
        // Changed again since: it comes later in the log.
        if (item.updatedAt === at) items.push(item);
        place += 1;
      }
      return { items, after: place < log.length ? String(place) : null };
    },
  };
}
