import { userIdOf, waIdOf } from '../../../sandbox/meta/identity';
import { MINUTE, planCart } from '../script/plan';
import type { CartPlan } from '../script/plan';
import { REGIONS } from '../script/places';
import { createDesk } from './order-desk';
import type { MutableCart } from './store';
import { tellCheckout, tellConsent } from './webhooks';
import type { World } from './world';

const ENCORE_MS = 7 * MINUTE;

/** Lets the shoppers of the script act, each at their time. */
export function createShoppers(world: World) {
  const desk = createDesk(world);
  const met = new Set<number>();
  const plan = (number: number): CartPlan => planCart(world.seed, number, world.carts);
  let next: CartPlan | null = plan(0);
  let begun = world.carts;

  const meet = ({ person, shop }: CartPlan): void => {
    if (met.has(person.number)) return;
    met.add(person.number);
    const { country, zone } = REGIONS[person.region];
    const { number, phone } = person;
    world.write(shop.number, { kind: 'person', person: number, phone, country, zone });
  };
  const begin = (planned: CartPlan): void => {
    const at = world.clock.now();
    const cart = startCart(world, planned, at);
    meet(cart.plan);
    world.write(cart.plan.shop.number, {
      kind: 'cart',
      cart: cart.plan.token,
      basket: cart.plan.cartToken,
      person: cart.plan.person.number,
      at,
    });
    changed(world, cart, 'create');
    followScript(world, cart, at, () => desk.buy(cart, null));
  };
  return {
    /** Carts that begin until then. */
    begin: (until: number): void => {
      while (next && world.beginsAt + next.startsAt <= until) {
        const planned = next;
        world.agenda.add(world.beginsAt + planned.startsAt, () => begin(planned));
        const { number } = planned;
        next = number + 1 < world.carts ? plan(number + 1) : null;
      }
    },
    /** Shoppers who are in no script, one every few minutes from now on. */
    encore: (carts: number): void => {
      for (let place = 0; place < carts; place += 1) {
        const planned = planCart(world.seed, begun, begun + 1);
        world.agenda.add(world.clock.now() + place * ENCORE_MS, () => begin(planned));
        begun += 1;
      }
    },
    /** When the next cart begins; null when all have. */
    nextAt: (): number | null => next && world.beginsAt + next.startsAt,
    desk,
  };
}

export type Shoppers = ReturnType<typeof createShoppers>;

const FIRST_PHONE = {
  phone: 'usable',
  'phone late': 'none',
  'email only': 'none',
  'bad phone': 'wrong',
} as const;

function startCart(world: World, plan: CartPlan, at: number): MutableCart {
  const cart: MutableCart = {
    plan,
    startedAt: at,
    updatedAt: at,
    completedAt: null,
    isBought: false,
    more: 0,
    isEmpty: false,
    phone: FIRST_PHONE[plan.contact],
  };
  world.stores.carts.set(plan.number, cart);
  const { number, phone } = plan.person;
  const waId = waIdOf(phone);
  world.stores.cartOf.set(number, plan.number);
  world.stores.personOf.set(waId, number).set(userIdOf(waId, 0), number);
  return cart;
}

/** The shopper has changed the checkout: it is listed, told and written down. */
function changed(world: World, cart: MutableCart, topic: 'create' | 'update'): void {
  const { plan, updatedAt: at, isEmpty, phone } = cart;
  world.stores.checkouts[plan.shop.number]?.note(cart);
  const items = isEmpty ? 0 : plan.items.length;
  world.write(plan.shop.number, { kind: 'change', cart: plan.token, at, items, phone });
  if (plan.checkbox && plan.shop.checkboxCounts && topic === 'create') {
    const said = { person: plan.person.number, state: 'granted', isPersonal: true } as const;
    world.write(plan.shop.number, { kind: 'consent', ...said, at, told: null });
  }
  tellCheckout(world, topic, cart);
}

function followScript(world: World, cart: MutableCart, at: number, buy: () => void): void {
  const { plan } = cart;
  const act = (after: number, what: () => void): void =>
    world.agenda.add(at + after, () => {
      if (!cart.isBought) what();
    });
  const change = (after: number, how: () => void): void =>
    act(after, () => {
      how();
      // A store stamps what happens when it happens, and no two changes alike.
      cart.updatedAt = Math.max(world.clock.now(), cart.updatedAt + 1_000);
      changed(world, cart, 'update');
    });
  for (const after of plan.touches) change(after, () => (cart.more += 1));
  if (plan.contact === 'phone late') change(MINUTE, () => (cart.phone = 'usable'));
  if (plan.account !== 'none') {
    const state = plan.account === 'opts in' ? 'granted' : 'withdrawn';
    act(2 * MINUTE, () => tellConsent(world, cart, state));
  }
  if (plan.ending.kind === 'emptied') change(plan.ending.after, () => (cart.isEmpty = true));
  if (plan.ending.kind === 'bought') act(plan.ending.after, buy);
}
