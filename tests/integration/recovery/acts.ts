import type { Cart, Order, Shop } from '#core/commerce/index';
import type { CustomerId, MessageId, RecoveryId } from '#core/kernel/ids';
import { runStep, startRecovery, stopRecovery } from '#core/recovery/index';
import type { RunStepOutcome, StartRecoveryOutcome, StopCause } from '#core/recovery/index';
import type { RecoveryStep, StopRecoveryOutcome } from '#core/recovery/index';
import { MONDAY, newId, newToken, sha256, unit } from './world';
import type { World } from './world';

export const PHONE = '+393471234567';

let carts = 0;

/** A cart that was left at `at` and found abandoned an hour later. */
export async function leaveCart(
  { stores, shop }: World,
  customerId: CustomerId | null,
  change: Partial<Cart> = {},
): Promise<Cart> {
  carts += 1;
  const at = change.lastActivityAt ?? MONDAY;
  const cart: Cart = {
    id: newId(),
    shopId: shop.id,
    externalId: `checkout-${carts}`,
    cartToken: null,
    customerId,
    phone: customerId ? PHONE : null,
    phoneProblem: null,
    email: null,
    countryCode: 'IT',
    locale: 'it-IT',
    lineItems: [
      {
        productId: '1',
        variantId: '11',
        title: 'Lampada “Notte”',
        variantTitle: null,
        sku: null,
        quantity: 1,
        unitPrice: { minor: 4_900, currency: 'EUR' },
        compareAt: null,
        imageUrl: 'https://cdn.test/lamp.jpg',
      },
    ],
    total: { minor: 4_900, currency: 'EUR' },
    recoveryUrl: null,
    discountCodes: [],
    state: 'abandoned',
    lastActivityAt: at,
    sourceUpdatedAt: at,
    abandonedAt: null,
    ...change,
  };
  await stores.carts.upsertNewest(cart);
  return cart;
}

export const start = (world: World, cart: Cart, now?: Date): Promise<StartRecoveryOutcome> =>
  world.transact((stores) =>
    startRecovery(
      {
        shopId: world.shop.id,
        cartId: cart.id,
        now: now ?? new Date(cart.lastActivityAt.getTime() + 60 * 60_000),
        newId,
        unit,
      },
      stores,
    ),
  );

/** Starts and answers the recovery's id; fails the test when none was started. */
export async function begin(world: World, cart: Cart): Promise<RecoveryId> {
  const outcome = await start(world, cart);
  if (!('recoveryId' in outcome)) throw new Error(`not started: ${JSON.stringify(outcome)}`);
  return outcome.recoveryId;
}

export async function stepOf(world: World, id: RecoveryId, index: number): Promise<RecoveryStep> {
  const rows = await world.stores.recoveries.steps(world.shop.id, id);
  const step = rows.find((row) => row.index === index && row.retryFrom === null);
  if (!step) throw new Error(`no step ${index}`);
  return step;
}

/** Runs a step at its due time, or at `now`. */
export async function run(
  world: World,
  id: RecoveryId,
  index: number,
  now?: Date,
): Promise<RunStepOutcome> {
  const step = await stepOf(world, id, index);
  return runStep(
    {
      shopId: world.shop.id,
      recoveryId: step.recoveryId,
      stepId: step.id,
      now: now ?? step.dueAt,
      newId,
      newToken,
      hash: sha256,
      publicUrl: 'https://app.test',
    },
    {
      transact: world.transact,
      platformOf: (_shop: Shop) => world.outside.platform,
      images: world.outside.images,
    },
  );
}

export const stop = (world: World, cause: StopCause, now: Date): Promise<StopRecoveryOutcome> =>
  world.transact((stores) => stopRecovery({ shopId: world.shop.id, cause, now }, stores));

/** The vendor took the message. */
export async function sent(world: World, messageId: MessageId, at: Date): Promise<void> {
  const { messages } = world.stores;
  await messages.claim([{ shopId: world.shop.id, id: messageId }], at, at);
  const answer = { vendorId: `wamid.${messageId}`, waId: null, userId: null };
  await messages.accepted([{ shopId: world.shop.id, id: messageId, answer, at }]);
}

let orders = 0;

export async function order(world: World, change: Partial<Order> = {}): Promise<Order> {
  orders += 1;
  const placedAt = change.placedAt ?? MONDAY;
  const placed: Order = {
    id: newId(),
    shopId: world.shop.id,
    externalId: `order-${orders}`,
    name: `#${orders}`,
    customerId: null,
    phone: null,
    email: null,
    checkoutToken: null,
    cartToken: null,
    clickToken: null,
    discountCodes: [],
    total: { minor: 4_900, currency: 'EUR' },
    currentTotal: { minor: 4_900, currency: 'EUR' },
    refunded: { minor: 0, currency: 'EUR' },
    payment: 'paid',
    placedAt,
    paidAt: placedAt,
    cancelledAt: null,
    sourceUpdatedAt: placedAt,
    isRequested: false,
    ...change,
  };
  return world.stores.orders.upsertNewest(placed);
}

export async function eventTypes(world: World): Promise<readonly string[]> {
  const rows = await world.query<{ type: string }>(
    'SELECT type FROM domain_event WHERE shop_id = $1 ORDER BY id',
  );
  return rows.map(({ type }) => type);
}
