import { draw } from '../script/chance';
import { MINUTE } from '../script/plan';
import type { Response } from '../script/plan';
import { userIdOf, waIdOf } from '../../../sandbox/meta/identity';
import { signed } from './postman';
import type { Shoppers } from './shopper';
import type { MutableCart } from './store';
import type { World } from './world';

type Json = Record<string, unknown>;

export interface Recipient {
  readonly cart: MutableCart;
  readonly waId: string;
}

/** Whose newest cart a message is about, by the digits of a number or by a user id. */
export function findRecipient({ stores }: World, to: string): Recipient | null {
  const person = stores.personOf.get(waIdOf(to)) ?? stores.personOf.get(to);
  const number = person === undefined ? undefined : stores.cartOf.get(person);
  const cart = number === undefined ? undefined : stores.carts.get(number);
  return cart ? { cart, waId: waIdOf(cart.plan.person.phone) } : null;
}

interface Message {
  readonly template: string;
  readonly linkToken: string | null;
}

const WORDS: Readonly<Partial<Record<Response, string>>> = {
  replies: 'Is it still available?',
  'says stop': 'STOP',
  'says start': 'START',
};

/** What the shopper does about a message, when the time has come. */
export function respond(
  world: World,
  shoppers: Shoppers,
  recipient: Recipient,
  { template, linkToken }: Message,
): void {
  const { cart } = recipient;
  const response = cart.plan.responses[template === 'cart_reminder' ? 0 : 1];
  const at = world.clock.now() + cart.plan.respondsAfter;
  const text = WORDS[response];
  if (text !== undefined) world.agenda.add(at, () => say(world, recipient, text));
  if (response === 'stops in the menu') world.agenda.add(at, () => prefer(world, recipient));
  if (response === 'buys') world.agenda.add(at, () => shoppers.desk.buy(cart, null));
  if (!response.startsWith('taps') || linkToken === null) return;
  const buys = response === 'taps and buys';
  world.agenda.add(at, () => tap(world, shoppers, cart, { token: linkToken, buys, time: 1 }));
}

interface Tap {
  readonly token: string;
  readonly buys: boolean;
  readonly time: number;
}

const MOST_TAPS = 4;

function tap(
  world: World,
  shoppers: Shoppers,
  cart: MutableCart,
  { token, buys, time }: Tap,
): void {
  if (cart.isBought) return;
  void world.postman.open(`/r/${token}`).then((answer) => {
    const now = world.clock.now();
    const { shop, person } = cart.plan;
    const tapped = { kind: 'tap', person: person.number, at: now } as const;
    if (answer === null) world.write(shop.number, { ...tapped, isAnswered: false });
    if (answer?.status === 302) {
      world.write(shop.number, { ...tapped, isAnswered: true });
      const click = new URL(answer.location).searchParams.get('rp_click');
      if (buys) world.agenda.add(now + 25 * MINUTE, () => shoppers.desk.buy(cart, click));
    } else if (answer === null || answer.status >= 500) {
      if (time >= MOST_TAPS) return;
      const again = { token, buys, time: time + 1 };
      world.agenda.add(now + 5 * MINUTE, () => tap(world, shoppers, cart, again));
    }
  });
}

/** The envelope that Meta posts, signed over the raw bytes. */
export function tellWhatsApp(
  world: World,
  shop: MutableCart['plan']['shop'],
  changes: { readonly field: string; readonly value: Json },
  parcel: { readonly id: string; readonly delivered: (at: number) => void },
): void {
  const time = Math.floor(world.clock.now() / 1_000);
  const value =
    changes.field === 'messages' || changes.field === 'user_preferences'
      ? {
          messaging_product: 'whatsapp',
          metadata: {
            display_phone_number: shop.displayPhone.replace(/\D/g, ''),
            phone_number_id: shop.phoneNumberId,
          },
          ...changes.value,
        }
      : changes.value;
  const body = JSON.stringify({
    object: 'whatsapp_business_account',
    entry: [{ id: shop.wabaId, time, changes: [{ field: changes.field, value }] }],
  });
  const signature = signed(body, world.secrets.whatsappSecret, 'hex');
  world.postman.post({
    ...parcel,
    path: '/webhooks/whatsapp',
    headers: {
      'content-type': 'application/json',
      'x-hub-signature-256': `sha256=${signature}`,
      'user-agent': 'facebookexternalua',
    },
    body,
    mayBeLost: false,
  });
}

let said = 0;

function say(world: World, { cart, waId }: Recipient, text: string): void {
  said += 1;
  const at = Math.floor(world.clock.now() / 1_000);
  const id = `wamid.in-${world.seed}-${said}`;
  const userId = userIdOf(waId, 0);
  const message = { from: waId, from_user_id: userId, id, timestamp: String(at) };
  tellWhatsApp(
    world,
    cart.plan.shop,
    {
      field: 'messages',
      value: {
        contacts: [contactOf(cart, waId)],
        messages: [{ ...message, type: 'text', text: { body: text } }],
      },
    },
    { id, delivered: consentTold(world, cart, CONSENTS[text], at * 1_000) },
  );
}

const CONSENTS: Readonly<Record<string, 'granted' | 'withdrawn'>> = {
  STOP: 'withdrawn',
  START: 'granted',
};

const contactOf = (cart: MutableCart, waId: string): Json => ({
  profile: { name: cart.plan.person.firstName },
  wa_id: waId,
  user_id: userIdOf(waId, 0),
});

/** What was said is written down at once, and once more when the app knows it. */
function consentTold(
  world: World,
  { plan }: MutableCart,
  state: 'granted' | 'withdrawn' | undefined,
  at: number,
): (told: number) => void {
  if (state === undefined) return () => undefined;
  const entry = { kind: 'consent', person: plan.person.number, state, isPersonal: true } as const;
  world.write(plan.shop.number, { ...entry, at, told: null });
  return (told) => world.write(plan.shop.number, { ...entry, at, told });
}

function prefer(world: World, { cart, waId }: Recipient): void {
  said += 1;
  const at = Math.floor(world.clock.now() / 1_000);
  const preference = {
    wa_id: waId,
    user_id: userIdOf(waId, 0),
    detail: 'User requested to stop marketing messages',
    category: 'marketing_messages',
    value: 'stop',
    timestamp: at,
  };
  const value = { contacts: [contactOf(cart, waId)], user_preferences: [preference] };
  tellWhatsApp(
    world,
    cart.plan.shop,
    { field: 'user_preferences', value },
    {
      id: `preference-${world.seed}-${said}`,
      delivered: consentTold(world, cart, 'withdrawn', at * 1_000),
    },
  );
}

/** One of a hundred people whom WhatsApp spares for the moment. */
export const isKeptBack = (world: World, callback: string): boolean =>
  draw(world.seed, 'kept back', callback) < 0.006;
