import { choose, draw, hex, stream } from './chance';
import { REGION_NAMES, REGIONS, SHOPS } from './places';
import type { RegionName, ShopPlace } from './places';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

export interface PersonPlan {
  /** Unique in the world; one number has one person. */
  readonly number: number;
  readonly region: RegionName;
  readonly phone: string;
  readonly email: string;
  readonly firstName: string;
  /** Has no WhatsApp: what is sent there is accepted and fails later. */
  readonly unreachable: boolean;
}

export interface ItemPlan {
  readonly product: number;
  readonly quantity: number;
  /** Minor units of the shop's currency. */
  readonly unitMinor: number;
}

export type Ending =
  | { readonly kind: 'left' }
  | { readonly kind: 'emptied'; readonly after: number }
  | { readonly kind: 'bought'; readonly after: number };

export type Payment = 'paid' | 'paid later' | 'never paid';
export type Regret = 'keeps' | 'refunds a part' | 'refunds all' | 'cancels';

/** How an order comes about, whenever the shopper decides to buy. */
export interface OrderPlan {
  /** The checkout that was left, or another device's, found by phone or by e-mail only. */
  readonly device: 'same' | 'other by phone' | 'other by email';
  readonly payment: Payment;
  readonly regret: Regret;
  /** Milliseconds between the order and the regret. */
  readonly regretAfter: number;
}

export type Response =
  | 'nothing'
  | 'taps'
  | 'taps and buys'
  | 'buys'
  | 'replies'
  | 'says stop'
  | 'stops in the menu'
  | 'says start';

export interface CartPlan {
  readonly number: number;
  readonly shop: ShopPlace;
  readonly person: PersonPlan;
  /** Milliseconds after the world's beginning; so are all moments here. */
  readonly startsAt: number;
  readonly token: string;
  readonly cartToken: string;
  readonly items: readonly ItemPlan[];
  /** What the shopper types: the phone at once, after a minute, never, or wrongly. */
  readonly contact: 'phone' | 'phone late' | 'email only' | 'bad phone';
  /** Changes of the quantity, each a moment later. */
  readonly touches: readonly number[];
  readonly checkbox: boolean;
  /** A decision in the store's admin or account page before the cart is left. */
  readonly account: 'none' | 'opts in' | 'opts out';
  readonly ending: Ending;
  readonly order: OrderPlan;
  /** To the first and to the second message. */
  readonly responses: readonly [Response, Response];
  /** Milliseconds between a message and the response. */
  readonly respondsAfter: number;
}

const FIRST_WAVE_HOURS = 20;
const SECOND_WAVE = { from: 66, hours: 10, share: 0.12 } as const;
/** When the last cart has had its second message, at the latest: three days, a day, a night. */
export const WORLD_HOURS = SECOND_WAVE.from + SECOND_WAVE.hours + 1 + 72 + 36;

const NAMES = ['Ada', 'Bruno', 'Carla', 'Dario', 'Elena', 'Farid', 'Gita', 'Hugo', 'Ines', 'João'];

/** The world's whole script: what each cart's shopper will do, from the seed alone. */
export function planCart(seed: string, number: number, carts: number): CartPlan {
  const shop = SHOPS[number % SHOPS.length]!;
  const chance = stream(seed, 'cart', number);
  const ending = endingOf(chance);
  return {
    number,
    shop,
    person: planPerson(seed, shop, personOf(seed, number, carts)),
    startsAt: startOf(number, carts),
    token: `co${hex(seed, 'checkout', number)}${number}`,
    cartToken: `ca${hex(seed, 'basket', number)}${number}`,
    items: itemsOf(chance),
    contact: choose(chance(), {
      phone: 80,
      'phone late': 10,
      'email only': 7,
      'bad phone': 3,
    }),
    touches: Array.from({ length: Math.floor(chance() * 2.3) }, (_, index) =>
      Math.floor((index + chance()) * 4 * MINUTE + MINUTE),
    ),
    checkbox: chance() < 0.55,
    account: choose(chance(), { none: 90, 'opts in': 7, 'opts out': 3 }),
    ending,
    order: orderOf(chance),
    responses: [responseOf(chance), responseOf(chance)],
    respondsAfter: Math.floor((0.1 + chance() * 8) * HOUR),
  };
}

/** Carts begin evenly, in two waves: people of the first come back in the second. */
function startOf(number: number, carts: number): number {
  const second = secondWaveFrom(carts);
  if (number < second) return Math.floor((number / second) * FIRST_WAVE_HOURS * HOUR);
  const part = (number - second) / (carts - second);
  return Math.floor((SECOND_WAVE.from + part * SECOND_WAVE.hours) * HOUR);
}

const secondWaveFrom = (carts: number): number => Math.ceil(carts * (1 - SECOND_WAVE.share));

/** A tenth of the first wave, and half of the second, are carts of somebody who left one before. */
function personOf(seed: string, number: number, carts: number): number {
  const isSecond = number >= secondWaveFrom(carts);
  if (draw(seed, 'again', number) >= (isSecond ? 0.6 : 0.1)) return number;
  const reach = Math.floor(number / SHOPS.length);
  const back = isSecond ? reach : Math.min(reach, Math.ceil(carts / SHOPS.length / 30));
  const steps = Math.ceil(draw(seed, 'whom', number) * back);
  return number - steps * SHOPS.length;
}

export function planPerson(seed: string, shop: ShopPlace, number: number): PersonPlan {
  const chance = stream(seed, 'person', number);
  const region =
    chance() < 0.6 ? shop.home : REGION_NAMES[Math.floor(chance() * REGION_NAMES.length)]!;
  return {
    number,
    region,
    phone: REGIONS[region].phone(number),
    email: `shopper-${number}@example.com`,
    firstName: NAMES[Math.floor(chance() * NAMES.length)]!,
    unreachable: chance() < 0.03,
  };
}

/** Few kinds of carts, as a store sells few things: pictures repeat. */
function itemsOf(chance: () => number): ItemPlan[] {
  const first = Math.floor(chance() * 6);
  const item = (product: number): ItemPlan => ({
    product,
    quantity: 1 + Math.floor(chance() * 2),
    unitMinor: 1_290 + product * 1_000,
  });
  return chance() < 0.75 ? [item(first)] : [item(first), item((first + 1) % 6)];
}

function endingOf(chance: () => number): Ending {
  const kind = choose(chance(), { left: 68, soon: 6, 'before a message': 14, late: 7, emptied: 5 });
  const spread = chance();
  if (kind === 'left') return { kind: 'left' };
  if (kind === 'emptied') return { kind: 'emptied', after: (0.3 + spread * 30) * HOUR };
  const hours = {
    soon: 0.1 + spread * 0.6,
    'before a message': 1.2 + spread * 23,
    late: 25 + spread * 60,
  };
  return { kind: 'bought', after: Math.floor(hours[kind] * HOUR) };
}

const orderOf = (chance: () => number): OrderPlan => ({
  device: choose(chance(), { same: 70, 'other by phone': 20, 'other by email': 10 }),
  payment: choose(chance(), { paid: 80, 'paid later': 12, 'never paid': 8 }),
  regret: choose(chance(), { keeps: 78, 'refunds a part': 9, 'refunds all': 6, cancels: 7 }),
  regretAfter: Math.floor((0.5 + chance() * 30) * HOUR),
});

const responseOf = (chance: () => number): Response =>
  choose(chance(), {
    nothing: 52,
    taps: 10,
    'taps and buys': 18,
    buys: 5,
    replies: 5,
    'says stop': 5,
    'stops in the menu': 2,
    'says start': 3,
  });
